import * as vscode from 'vscode';
import { ArchiveError } from '../../../core/bundle/archiveError.ts';
import { ImpactError } from '../../../core/impact/impactError.ts';
import { parseFacts } from '../../../core/impact/keptFacts.ts';
import type { LedgerEntry } from '../../../core/publish/ledgerEntry.ts';
import { LedgerError } from '../../../core/publish/ledgerError.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import { Disposables } from '../../../core/text/disposables.ts';
import { headOf } from '../../../core/workspace/judge.ts';
import { keyOfConnection, type Connection } from '../../host/connection.ts';
import { skillName } from '../../host/labels.ts';
import { LocalRegistryError } from '../../host/localRegistryError.ts';
import { fetchFacts, type PublishedFacts } from '../../host/publishedFacts.ts';
import { pathInWorkspace, uriName } from '../../host/uris.ts';
import { keptFactsOf } from '../publish/preparePublish.ts';
import { versionLabel } from '../registry/versionLabel.ts';
import type { With } from '../session.ts';
import { findUses } from '../workspace/findUses.ts';
import { parseDetailsParts, type DetailsSubject } from './detailsAddress.ts';
import { hasTab, isInFront } from './pageTabs.ts';
import { detailsPage, type DetailsFacts, type FolderRow, type VersionRow } from './page.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** What the pages are made of. */
export type DetailsPorts = With<
  'connections' | 'impact' | 'knownSkills' | 'ledgers' | 'log' | 'published' | 'skills' | 'workspaceView'
>;

/** What the workspace remembers of a skill. */
interface Place {
  readonly folder: vscode.Uri;
  readonly entry: LedgerEntry;
}

/** What is kept of a page while it is open, so that drawing it again asks nobody. */
interface Kept {
  text?: string;
  /** Something changed since it was drawn. */
  isOld?: boolean;
  facts?: PublishedFacts | undefined;
  /** The question that is under way: whoever draws meanwhile waits for it. */
  asking?: Promise<void> | undefined;
  /** The registry said that it does not know the skill. */
  gone?: boolean;
  failure?: string | undefined;
  uses?: Awaited<ReturnType<typeof findUses>>;
}

/** Milliseconds in which changes are gathered before pages are drawn again. */
const pause = 300;

/**
 * The texts of the pages that tell about skills. Each is drawn again when something on it became another: at once when it
 * is seen, else when it comes to the front. VS Code holds pages that nobody sees, and some that were closed.
 */
export class DetailsPages implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #ports: DetailsPorts;
  readonly #changed: vscode.EventEmitter<vscode.Uri>;
  readonly #kept = new Map<string, Kept>();
  /** By fingerprints, of the version and of the folder. */
  readonly #impacts = new Map<string, Promise<FolderRow['impact']>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: DetailsPorts, changed: vscode.EventEmitter<vscode.Uri>) {
    this.#ports = ports;
    this.#changed = changed;
    const { connections, knownSkills, ledgers, workspaceView } = ports;
    for (const event of [
      connections.onDidChange,
      knownSkills.onDidChange,
      ledgers.onDidChange,
      workspaceView.onDidChangeTreeData,
    ])
      this.#own.add(
        event(() => {
          this.#drawLater();
        }),
      );
    const { onDidChangeTabs, onDidChangeTabGroups } = vscode.window.tabGroups;
    for (const event of [onDidChangeTabs, onDidChangeTabGroups])
      this.#own.add(
        event(() => {
          this.#drawOld();
        }),
      );
  }

  async textOf(uri: vscode.Uri): Promise<string> {
    const subject = parseDetailsParts(uri);
    if (!subject) return l10n.t`# This page cannot be shown\n\nOpen it again from the *Skills* views.\n`;
    const kept = this.#kept.get(uri.toString()) ?? {};
    this.#kept.set(uri.toString(), kept);
    if (kept.text !== undefined && !isInFront(uri)) return kept.text;
    kept.isOld = false;
    kept.text = await this.#draw(subject, kept);
    return kept.text;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#own.dispose();
  }

  async #draw(subject: DetailsSubject, kept: Kept): Promise<string> {
    const { connections, ledgers } = this.#ports;
    if (subject.kind === 'skill') {
      const connection = connections.list().find(({ id }) => id === subject.connectionId);
      return detailsPage(
        connection
          ? await this.#skillFacts(kept, connection, subject.skillId)
          : { ...nothing, title: l10n.t`Skill`, failure: l10n.t`The connection of this page is no longer set up.` },
      );
    }
    const folder = vscode.Uri.parse(subject.folder, true);
    const { active } = connections;
    const entry = active && (await nothingWhen(LedgerError, ledgers.readableEntryOf(folder, active)));
    return detailsPage(
      active && entry ? await this.#skillFacts(kept, active, entry.skillId) : await this.#folderFacts(folder, active),
    );
  }

  #drawLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const kept of this.#kept.values()) kept.isOld = true;
      this.#drawOld();
    }, pause);
  }

  /** Of the pages that are seen; what is kept of closed ones is let go. */
  #drawOld(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    let isMissed = false;
    for (const [page, { isOld }] of this.#kept) {
      const uri = vscode.Uri.parse(page, true);
      if (!open.has(page) && !hasTab(uri)) this.#kept.delete(page);
      if (isOld !== true || !isInFront(uri)) continue;
      if (open.has(page)) this.#changed.fire(uri);
      else isMissed = true;
    }
    // VS Code lets go of a document that only a preview shows, after minutes: the preview has to ask again itself.
    if (isMissed) void vscode.commands.executeCommand('markdown.preview.refresh');
  }

  /** A folder that was published nowhere the active connection knows of. */
  async #folderFacts(folder: vscode.Uri, connection: Connection | undefined): Promise<DetailsFacts> {
    const head = headOf(await this.#ports.skills.skill(folder));
    const state = await this.#stateOf(folder);
    return {
      ...nothing,
      title: head.name ?? uriName(folder),
      name: head.name ?? '',
      description: head.description ?? '',
      connection,
      folders: [{ folder: pathInWorkspace(folder), state: state.text, changed: false, impact: undefined }],
    };
  }

  async #skillFacts(kept: Kept, connection: Connection, skillId: string): Promise<DetailsFacts> {
    kept.asking ??= this.#ask(kept, connection, skillId).finally(() => {
      kept.asking = undefined;
    });
    await kept.asking;
    const { facts, failure } = kept;
    const places = (await this.#ports.ledgers.publishedTo(connection)).get(skillId) ?? [];
    const [first] = places;
    const described = facts?.versions.find(({ ref }) => ref === facts.skill.latestVersion) ?? facts?.versions[0];
    const name = described?.name ?? first?.entry.name ?? '';
    kept.uses ??= await findUses([skillId, ...(facts?.versions ?? []).map(({ ref }) => ref)]);
    return {
      title: facts ? skillName(facts.skill, name) : (first?.entry.title ?? name),
      name,
      description: described?.description ?? '',
      connection,
      published: facts?.skill,
      failure,
      versions: await Promise.all(
        (facts?.versions ?? []).map((version) =>
          this.#versionRow(connection, version, facts?.skill.latestVersion, places),
        ),
      ),
      folders: await Promise.all(places.map((place) => this.#folderRow(place, facts))),
      uses: kept.uses.uses.map(({ location: { uri, range } }) => `${pathInWorkspace(uri)}:${range.start.line + 1}`),
      usesCut: kept.uses.cut,
    };
  }

  /** Asks the registry once, and again when the skill became another meanwhile. */
  async #ask(kept: Kept, connection: Connection, skillId: string): Promise<void> {
    const { connections, knownSkills } = this.#ports;
    const known = knownSkills.get(keyOfConnection(connection), skillId);
    if (kept.facts && known?.exists === true && known.latest === kept.facts.skill.latestVersion) return;
    if (kept.gone && known?.exists === false) return;
    try {
      kept.facts = await fetchFacts(await connections.registry(connection), skillId);
      kept.gone = !kept.facts;
      kept.failure = kept.facts ? undefined : l10n.t`The skill is not on ${connection.name}: it was deleted there.`;
    } catch (error) {
      if (!isTold(error)) throw error;
      kept.failure = l10n.t`${error.message} The information below may be out of date.`;
      this.#ports.log.info(`Details: ${error.message}`);
    }
  }

  async #versionRow(
    connection: Connection,
    version: PublishedFacts['versions'][number],
    latest: string | undefined,
    places: readonly Place[],
  ): Promise<VersionRow> {
    const { ref, skillId, createdAt } = version;
    const here = places.filter(({ entry }) => entry.version === ref);
    const noted = places.find(({ entry }) => Object.hasOwn(entry.notes, ref));
    return {
      name: versionLabel(this.#ports, connection, version),
      isLatest: ref === latest,
      createdAt,
      author: here.find(({ entry }) => entry.author !== undefined)?.entry.author,
      note: noted?.entry.notes[ref],
      size: await this.#ports.published.sizeOf({ connection, skillId, ref }),
      folders: here.map(({ folder }) => pathInWorkspace(folder)),
    };
  }

  async #folderRow({ folder, entry }: Place, facts: PublishedFacts | undefined): Promise<FolderRow> {
    const { text, changed } = await this.#stateOf(folder);
    const isLatest = facts?.skill.latestVersion === entry.version;
    const impact = changed && isLatest ? await this.#impactOf(folder, entry) : undefined;
    return { folder: pathInWorkspace(folder), state: text, changed, impact };
  }

  async #stateOf(folder: vscode.Uri): Promise<{ readonly text: string; readonly changed: boolean }> {
    const glances = await this.#ports.workspaceView.glance();
    return glances.get(folder.toString()) ?? { text: l10n.t`not in this workspace`, changed: false };
  }

  /** By what was kept of the latest version when it was published: nothing is downloaded for a page. */
  async #impactOf(folder: vscode.Uri, { fingerprint }: LedgerEntry): Promise<FolderRow['impact']> {
    const now = this.#ports.skills.report(folder)?.fingerprint;
    if (now === undefined) return undefined;
    const key = `${fingerprint}\n${now}`;
    const known = this.#impacts.get(key) ?? this.#compare(folder, fingerprint);
    this.#impacts.set(key, known);
    known.catch(() => this.#impacts.delete(key));
    return known;
  }

  async #compare(folder: vscode.Uri, published: string): Promise<FolderRow['impact']> {
    const kept = await keptFactsOf({ kind: 'folder', folder });
    const text = await kept?.read(published);
    const old = kept && text !== undefined ? parseFacts(text, { fingerprint: published, tool: kept.tool }) : undefined;
    if (!kept || !old) return undefined;
    const { files, fingerprint } = await this.#ports.skills.snapshot(folder);
    const answer = this.#ports.impact.impact({ now: { files, fingerprint }, old, tool: kept.tool, isSealed: true });
    return (await nothingWhen(ImpactError, answer))?.findings;
  }
}

const nothing: Omit<DetailsFacts, 'title'> = {
  name: '',
  description: '',
  connection: undefined,
  published: undefined,
  failure: undefined,
  versions: [],
  folders: [],
  uses: [],
  usesCut: false,
};

/** Its message was written to be shown. */
function isTold(error: unknown): error is Error {
  return [RegistryError, LocalRegistryError, ArchiveError].some((kind) => error instanceof kind);
}

async function nothingWhen<T>(kind: new (...given: never[]) => Error, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof kind) return undefined;
    throw error;
  }
}
