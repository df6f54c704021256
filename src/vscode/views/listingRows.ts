import * as vscode from 'vscode';
import { listingPieces, type Listing, type ListingEntry, type ListingSkill } from '../../core/listing/listing.ts';
import { agentSigns, listingProfiles, profileBySigns, type ListingProfile } from '../../core/listing/profile.ts';
import { sideBySide, type SideBySide } from '../../core/listing/summary.ts';
import { Turns } from '../../core/bundle/turns.ts';
import { Disposables } from '../../core/text/disposables.ts';
import { inTurns } from '../../core/text/pieces.ts';
import { exists } from '../host/files.ts';
import type { Skills } from '../host/skills.ts';
import { listingChildren, toListingItem, type ListingRow } from './listingItems.ts';
import { ListingTexts } from './listingTexts.ts';

/** Milliseconds in which new reports are gathered before lists are made again. */
const pause = 300;
/** Skills that are looked at before others have their turn. */
const together = 100;

/** What a model sees of the skills of the workspace, agent by agent; loaded after their first search. */
export class ListingRows implements vscode.TreeDataProvider<ListingRow>, vscode.Disposable {
  readonly #own = new Disposables();
  readonly #skills: Skills;
  readonly #known = new Map<string, { readonly skill: ListingSkill; readonly uri: vscode.Uri }>();
  readonly #lists = new Map<string, Promise<Listing>>();
  readonly #didChange = this.#own.add(new vscode.EventEmitter<undefined>());
  #timer: NodeJS.Timeout | undefined;
  #first: Promise<ListingProfile> | undefined;
  readonly onDidChangeTreeData = this.#didChange.event;
  readonly #texts = this.#own.add(new ListingTexts(this));

  constructor(skills: Skills) {
    this.#skills = skills;
    const later = (): void => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#first = undefined;
        this.#lists.clear();
        this.#didChange.fire(undefined);
      }, pause);
    };
    this.#own.add(skills.onDidJudge(later));
    this.#own.add(skills.onDidFind(later));
    this.#own.add(vscode.window.registerTreeDataProvider('skillPublisher.listing', this));
  }

  /** The agent that the workspace shows signs of. */
  firstProfile(): Promise<ListingProfile> {
    this.#first ??= this.#findFirst();
    return this.#first;
  }

  /** The skills of the workspace as one agent lists them now. */
  listing(profile: ListingProfile): Promise<Listing> {
    const known = this.#lists.get(profile.id);
    if (known) return known;
    const made = this.#make(profile);
    this.#lists.set(profile.id, made);
    made.catch(() => {
      if (this.#lists.get(profile.id) === made) this.#lists.delete(profile.id);
    });
    return made;
  }

  /** A few skills at a time: others have their turn in between. */
  async #make(profile: ListingProfile): Promise<Listing> {
    const turns = new Turns();
    const found = this.#skills.found ?? [];
    const skills: ListingSkill[] = [];
    for (let start = 0; start < found.length; start += together) {
      await turns.next();
      skills.push(...this.#current(found.slice(start, start + together)));
    }
    return inTurns(listingPieces(skills, profile, { today: new Date() }), turns);
  }

  /** What the models and settings of an agent make of them. */
  sideBySide(profile: ListingProfile): readonly SideBySide[] {
    return sideBySide(this.#current(this.#skills.found ?? []), profile);
  }

  /** The folder of a skill of a list. */
  folderOf(entry: ListingEntry): vscode.Uri | undefined {
    return this.#known.get(entry.folder)?.uri;
  }

  async getChildren(row?: ListingRow): Promise<ListingRow[]> {
    if (!row) {
      const first = await this.firstProfile();
      if ((await this.#skills.find()).length === 0) return [];
      const agents = listingProfiles.filter(({ id, agentId }) => id === agentId && agentId !== first.agentId);
      const rows: ListingRow[] = [];
      for (const profile of [first, ...agents]) {
        rows.push({ kind: 'agent', profile, listing: await this.listing(profile), isFirst: profile === first });
      }
      return rows;
    }
    if (row.kind !== 'agent') return [];
    return listingChildren(row, this);
  }

  /** The profile that a command means: of the row it was asked for, else the first. */
  async profileFor(row: unknown): Promise<ListingProfile> {
    const isRow = typeof row === 'object' && row !== null && 'profile' in row;
    return isRow ? (row as ListingRow).profile : this.firstProfile();
  }

  /** Opens the list of an agent as it has it, and draws the cuts of its skills from then on. */
  async showText(row: unknown): Promise<void> {
    await this.#skills.find();
    await this.#texts.show(await this.profileFor(row));
  }

  getTreeItem(row: ListingRow): vscode.TreeItem {
    return toListingItem(row);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#own.dispose();
  }

  async #findFirst(): Promise<ListingProfile> {
    const roots = vscode.workspace.workspaceFolders ?? [];
    const found = await Promise.all(
      agentSigns.map(async (sign) => {
        const there = roots.map(({ uri }) => exists(vscode.Uri.joinPath(uri, sign)));
        return (await Promise.all(there)).includes(true) ? sign : undefined;
      }),
    );
    return profileBySigns((sign) => found.includes(sign));
  }

  /** The same objects for the same skills, for what was measured of them. */
  #current(found: readonly vscode.Uri[]): readonly ListingSkill[] {
    return found.flatMap((uri) => {
      const collected = this.#skills.report(uri)?.collected;
      if (!collected) return [];
      const known = this.#known.get(collected.folder);
      if (known?.skill.collected === collected) return known.skill;
      const path = uri.scheme === 'file' ? uri.fsPath.replaceAll('\\', '/') : uri.path;
      const skill = { collected, path };
      this.#known.set(collected.folder, { skill, uri });
      return skill;
    });
  }
}
