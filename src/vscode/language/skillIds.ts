import * as vscode from 'vscode';
import { type Connection, keyOfConnection } from '../host/connection.ts';
import type { Connections } from '../host/connections.ts';
import type { Failures } from '../host/failures.ts';
import { HumanError } from '../host/failures.ts';
import { toAge, toDateTime } from '../host/labels.ts';
import { RegistryError } from '../../core/registry/errors.ts';
import { toDisplayText } from '../../core/text/display.ts';
import { versionsBehind, type SkillFacts, type SkillIdFacts } from './skillIdFacts.ts';
import { skillIdAt, type IdMention, type VersionMention } from './skillIdsInText.ts';

/** Characters before and after a position that are looked at: ids and their versions stand close together. */
const around = 3000;

interface Found {
  readonly mention: IdMention;
  readonly range: vscode.Range;
}

export class PinAction extends vscode.CodeAction {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly found: Found & { readonly mention: VersionMention };

  constructor(document: vscode.TextDocument, found: Found & { readonly mention: VersionMention }) {
    super('Pin to current latest version of the skill', vscode.CodeActionKind.RefactorRewrite);
    this.document = document;
    this.version = document.version;
    this.found = found;
  }
}

/** Hovers and code actions for the ids of skills and versions in any source file. */
export class SkillIds implements vscode.HoverProvider, vscode.CodeActionProvider<PinAction> {
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

  /** Offers without asking the registry; what the latest version is, is found out when the action is chosen. */
  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): PinAction[] {
    const found = this.#connections.active && findAt(document, range.start);
    if (found?.mention.kind !== 'version' || found.mention.skillId === undefined) return [];
    return [new PinAction(document, { mention: found.mention, range: found.range })];
  }

  async resolveCodeAction(action: PinAction): Promise<PinAction> {
    await this.#failures.guard('Pin to latest', async () => {
      const { document, version, found } = action;
      const latest = await this.#latest(found.mention);
      if (document.version !== version) throw new HumanError('The document changed meanwhile. Try again.');
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, found.range, latest);
      action.edit = edit;
    });
    return action;
  }

  async #latest({ skillId, ref }: VersionMention): Promise<string> {
    const connection = this.#connections.active;
    if (!connection || skillId === undefined)
      throw new HumanError('No registry selected. Run “Skills: Select Connection” first.');
    const registry = await this.#connections.registry(connection);
    const { latestVersion } = await registry.retrieveSkill(skillId);
    if (latestVersion === undefined) throw new HumanError(`${skillId} has no version at ${connection.name}.`);
    if (latestVersion === ref) throw new HumanError('This is the latest version already.');
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
function describeId(mention: IdMention, facts: SkillFacts, connection: Connection): vscode.MarkdownString {
  const { skill, versions } = facts;
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown('**')
    .appendText(toDisplayText(skill.label ?? skill.id, 100))
    .appendMarkdown('**');
  const version =
    mention.kind === 'version' ? versions.find(({ ref, id }) => ref === mention.ref || id === mention.ref) : undefined;
  const described = version ?? versions.find(({ ref }) => ref === skill.latestVersion) ?? versions[0];
  if (described && described.description !== '') paragraph(text, toDisplayText(described.description, 1100));
  paragraph(text, mention.kind === 'version' ? versionLine(mention, facts) : skillLine(facts));
  paragraph(text, `${toDisplayText(connection.name, 100)} · ${toDisplayText(skill.id, 100)}`);
  return text;
}

function skillLine({ skill, versions }: SkillFacts): string {
  const latest = versions.find(({ ref }) => ref === skill.latestVersion);
  const count = `${versions.length} ${versions.length === 1 ? 'version' : 'versions'}`;
  return latest ? `${count}, the latest from ${toAge(latest.createdAt)}: ${toDisplayText(latest.ref, 100)}` : count;
}

function versionLine({ ref }: VersionMention, facts: SkillFacts): string {
  if (ref === 'latest') return `Not pinned: every publish reaches this code at once. ${skillLine(facts)}`;
  const behind = versionsBehind(facts, ref);
  if (behind === undefined)
    return 'This version does not exist: it was deleted, or it belongs to another skill or registry.';
  const published = facts.versions[behind]?.createdAt ?? '';
  const age = `Published ${toDateTime(published)} (${toAge(published)})`;
  return behind === 0
    ? `${age}. The latest version.`
    : `${age}. ${behind} ${behind === 1 ? 'version' : 'versions'} behind the latest.`;
}

function unknownSkill(skillId: string, connection: Connection): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(
    `${toDisplayText(connection.name, 100)} does not know ${toDisplayText(skillId, 100)}. It may be a skill of ` +
      'another registry or workspace, or deleted.',
  );
}

function paragraph(text: vscode.MarkdownString, words: string): void {
  text.appendMarkdown('\n\n').appendText(words);
}
