import * as vscode from 'vscode';
import { type Connection, keyOfConnection } from '../host/connection.ts';
import type { Connections } from '../host/connections.ts';
import type { Failures } from '../host/failures.ts';
import { HumanError } from '../host/humanError.ts';
import { skillName, toAge, toDateTime } from '../host/labels.ts';
import { RegistryError } from '../../core/registry/errors.ts';
import type { Registry } from '../../core/registry/registry.ts';
import { toDisplayText } from '../../core/text/display.ts';
import { toMarkdownText } from '../../core/text/markdownText.ts';
import type { PublishedFacts } from '../host/publishedFacts.ts';
import { versionsBehind, type SkillIdFacts } from './skillIdFacts.ts';
import { findSkillIds, skillIdAt, type IdMention, type VersionMention } from './skillIdsInText.ts';
import { plural } from '../../core/text/size.ts';
import { l10n } from '../../core/text/l10n.ts';

/** Skills that are asked for at once, for what one part of a text shows. */
const maxSkills = 20;
/** Characters before and after a position that are looked at: ids and their versions stand close together. */
const around = 3000;

type PinnedMention = VersionMention & { readonly skillId: string };

interface Found {
  readonly mention: IdMention;
  readonly range: vscode.Range;
}

export class PinAction extends vscode.CodeAction {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly found: Found & { readonly mention: VersionMention };

  constructor(document: vscode.TextDocument, found: Found & { readonly mention: VersionMention }) {
    super(l10n.t`Pin to current latest version of the skill`, vscode.CodeActionKind.RefactorRewrite);
    this.document = document;
    this.version = document.version;
    this.found = found;
  }
}

/** Hovers, code actions and inlay hints for the ids of skills and versions in any source file. */
export class SkillIds implements vscode.HoverProvider, vscode.CodeActionProvider<PinAction>, vscode.InlayHintsProvider {
  readonly #connections: Connections;
  readonly #failures: Failures;
  readonly #facts: SkillIdFacts;

  constructor(connections: Connections, failures: Failures, facts: SkillIdFacts) {
    this.#connections = connections;
    this.#failures = failures;
    this.#facts = facts;
  }

  /**
   * Asks the registry only where the user has worked with it in this window; a pointer that rests on an id is no reason
   * to start.
   */
  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const found = findAt(document, position);
    const connection = this.#connections.active;
    const current = connection && this.#connections.current(connection);
    if (!found || !connection || !current) return undefined;
    const { mention, range } = found;
    const skillId = mention.kind === 'skill' ? mention.id : mention.skillId;
    if (skillId === undefined) return undefined;
    try {
      const facts = await this.#facts.of(keyOfConnection(connection), await current, skillId);
      if (token.isCancellationRequested) return undefined;
      return new vscode.Hover(
        facts ? describeId(mention, facts, connection) : unknownSkill(skillId, connection),
        range,
      );
    } catch (error) {
      if (error instanceof RegistryError) return undefined;
      throw error;
    }
  }

  /**
   * Says beside a pinned version how far it is behind, as a text without the pointer. Asks for the skills that are in
   * sight, and only where the user has worked with the registry in this window.
   */
  async provideInlayHints(
    document: vscode.TextDocument,
    seen: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const connection = this.#connections.active;
    const current = connection && this.#connections.current(connection);
    if (!connection || !current) return [];
    const start = Math.max(0, document.offsetAt(seen.start) - around);
    const text = document.getText(
      new vscode.Range(document.positionAt(start), document.positionAt(document.offsetAt(seen.end) + around)),
    );
    const pinned = findSkillIds(text).filter(
      (mention): mention is PinnedMention =>
        mention.kind === 'version' && mention.ref !== 'latest' && mention.skillId !== undefined,
    );
    const skillIds = [...new Set(pinned.map(({ skillId }) => skillId))].slice(0, maxSkills);
    const registry = await current;
    const facts = new Map(
      await Promise.all(
        skillIds.map(async (id) => [id, await this.#factsOf(keyOfConnection(connection), registry, id)] as const),
      ),
    );
    if (token.isCancellationRequested) return [];
    return pinned.flatMap((mention) => {
      const known = facts.get(mention.skillId);
      const behind = known && versionsBehind(known, mention.ref);
      const position = document.positionAt(start + mention.end);
      if (!known || behind === undefined || behind === 0 || !seen.contains(position)) return [];
      const hint = new vscode.InlayHint(position, l10n.t`${behind} behind`);
      hint.paddingLeft = true;
      hint.tooltip = versionLine(mention, known);
      return hint;
    });
  }

  /** Offers without asking the registry; what the latest version is, is found out when the action is chosen. */
  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): PinAction[] {
    const found = this.#connections.active && findAt(document, range.start);
    if (found?.mention.kind !== 'version' || found.mention.skillId === undefined) return [];
    return [new PinAction(document, { mention: found.mention, range: found.range })];
  }

  async resolveCodeAction(action: PinAction): Promise<PinAction> {
    await this.#failures.guard(l10n.t`Pin to latest`, async () => {
      const { document, version, found } = action;
      const latest = await this.#latest(found.mention);
      if (document.version !== version) throw new HumanError(l10n.t`The document changed in the meantime. Try again.`);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, found.range, latest);
      action.edit = edit;
    });
    return action;
  }

  /** `undefined` where nothing can be found out now: a hint is no reason to tell of a failure. */
  async #factsOf(key: string, registry: Registry, skillId: string): Promise<PublishedFacts | undefined> {
    try {
      return await this.#facts.of(key, registry, skillId);
    } catch (error) {
      if (error instanceof RegistryError) return undefined;
      throw error;
    }
  }

  async #latest({ skillId, ref }: VersionMention): Promise<string> {
    const connection = this.#connections.active;
    if (!connection || skillId === undefined)
      throw new HumanError(l10n.t`No registry selected. Run “Skills: Select Connection” first.`);
    const registry = await this.#connections.registry(connection);
    const { latestVersion } = await registry.retrieveSkill(skillId);
    if (latestVersion === undefined) throw new HumanError(l10n.t`This skill has no version on ${connection.name}.`);
    if (latestVersion === ref) throw new HumanError(l10n.t`This is already the latest version.`);
    return latestVersion;
  }
}

function findAt(document: vscode.TextDocument, position: vscode.Position): Found | undefined {
  const offset = document.offsetAt(position);
  const start = Math.max(0, offset - around);
  const text = document.getText(new vscode.Range(document.positionAt(start), document.positionAt(offset + around)));
  const mention = skillIdAt(text, offset - start);
  return (
    mention && {
      mention,
      range: new vscode.Range(document.positionAt(start + mention.start), document.positionAt(start + mention.end)),
    }
  );
}

/** Remote text goes in as text only: nothing of it may become a link, an image or a command. */
function describeId(mention: IdMention, facts: PublishedFacts, connection: Connection): vscode.MarkdownString {
  const { skill, versions } = facts;
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown('**')
    .appendMarkdown(toMarkdownText(skillName(skill, versions[0]?.name)))
    .appendMarkdown('**');
  const version =
    mention.kind === 'version' ? versions.find(({ ref, id }) => ref === mention.ref || id === mention.ref) : undefined;
  const described = version ?? versions.find(({ ref }) => ref === skill.latestVersion) ?? versions[0];
  if (described && described.description !== '') paragraph(text, toDisplayText(described.description, 1100));
  paragraph(text, mention.kind === 'version' ? versionLine(mention, facts) : skillLine(facts));
  paragraph(text, `${toDisplayText(connection.name, 100)} · ${toDisplayText(skill.id, 100)}`);
  return text;
}

function skillLine({ skill, versions }: PublishedFacts): string {
  const latest = versions.find(({ ref }) => ref === skill.latestVersion);
  const count = plural(versions.length, 'version');
  return latest
    ? l10n.t`${count}, the latest from ${toAge(latest.createdAt)}: ${toDisplayText(latest.ref, 100)}`
    : count;
}

function versionLine({ ref }: VersionMention, facts: PublishedFacts): string {
  if (ref === 'latest') return l10n.t`Not pinned: this code uses each new version immediately. ${skillLine(facts)}`;
  const behind = versionsBehind(facts, ref);
  if (behind === undefined)
    return l10n.t`This version does not exist: it was deleted, or it belongs to another skill or registry.`;
  const published = facts.versions[behind]?.createdAt ?? '';
  const age = l10n.t`Published ${toDateTime(published)} (${toAge(published)})`;
  return behind === 0
    ? l10n.t`${age}. The latest version.`
    : l10n.t`${age}. ${plural(behind, 'version')} behind the latest.`;
}

function unknownSkill(skillId: string, connection: Connection): vscode.MarkdownString {
  return new vscode.MarkdownString(
    toMarkdownText(
      l10n.t`${toDisplayText(skillId, 100)} was not found on ${toDisplayText(connection.name, 100)}. It may belong to another registry or workspace, or it was deleted.`,
    ),
  );
}

function paragraph(text: vscode.MarkdownString, words: string): void {
  text.appendMarkdown(`\n\n${toMarkdownText(words)}`);
}
