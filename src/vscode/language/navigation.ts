import * as vscode from 'vscode';
import type { Mention } from '../../core/skill/mentions.ts';
import { loadCore, type Core } from './loadCore.ts';
import { mentionsIn, openSkill, type OpenSkill } from './openSkill.ts';
import { TextLines, toDocumentRange, toOffset } from './positions.ts';
import { fileIn } from '../host/uris.ts';
import type { Skills } from '../host/skills.ts';

/** Markdown's own links have a provider in VS Code already; here are the paths it does not see. */
export async function provideLinks(
  folders: Skills,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.DocumentLink[]> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  if (!open?.folder || token.isCancellationRequested) return [];
  const { folder } = open;
  const { mentions, files } = mentionsIn(core, open);
  return mentions
    .filter(({ kind }) => kind === 'span' || kind === 'block' || kind === 'prose')
    .flatMap((mention) => {
      const path = core.fileOfMention(mention, files);
      return path === undefined || path === open.path
        ? []
        : [new vscode.DocumentLink(toDocumentRange(document, mention.range), fileIn(folder, path))];
    });
}

/** The mention under the cursor. */
export function mentionAt(mentions: readonly Mention[], offset: number): Mention | undefined {
  return mentions.find(({ range }) => range.start <= offset && offset <= range.end);
}

export async function provideDefinition(
  folders: Skills,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.LocationLink[]> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  if (!open?.folder) return [];
  const { mentions, files } = mentionsIn(core, open);
  const mention = mentionAt(mentions, toOffset(document, position));
  const path = mention && core.fileOfMention(mention, files);
  if (!mention || path === undefined) return [];
  const targetRange = headingRange(core, open, path, mention.fragment);
  return [
    {
      originSelectionRange: toDocumentRange(document, mention.range),
      targetUri: fileIn(open.folder, path),
      targetRange,
      targetSelectionRange: targetRange,
    },
  ];
}

/** The heading an anchor names, else the beginning of the file. */
function headingRange(
  core: Core,
  { skill, path: ownPath, text: ownText }: OpenSkill,
  path: string,
  fragment: string | undefined,
): vscode.Range {
  const text = path === ownPath ? ownText : skill.files?.find((file) => file.path === path)?.text;
  const heading =
    fragment === undefined || text === undefined
      ? undefined
      : core.parseMarkdown(text).headings.find(({ slug }) => slug === fragment.toLowerCase());
  return heading && text !== undefined ? new TextLines(text).toRange(heading.range) : new vscode.Range(0, 0, 0, 0);
}

export async function provideReferences(
  folders: Skills,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Location[]> {
  const [core, open] = await Promise.all([loadCore(), openSkill(folders, document)]);
  if (!open?.folder) return [];
  const { mentions, files } = mentionsIn(core, open);
  const mention = mentionAt(mentions, toOffset(document, position));
  const path = mention && core.fileOfMention(mention, files);
  return path === undefined ? [] : mentionsOf(core, open.folder, open.skill, path).map(({ location }) => location);
}

/** A mention of a file, with the file it stands in. */
interface LocatedMention {
  readonly mention: Mention;
  readonly file: string;
  readonly location: vscode.Location;
}

/** Every mention of the file `path` in the Markdown files of a skill. */
function mentionsOf(core: Core, folder: vscode.Uri, skill: OpenSkill['skill'], path: string): LocatedMention[] {
  const texts = [...(skill.files ?? [])].filter((file) => /\.md$/i.test(file.path) && file.path !== skill.fileName);
  const all = [{ path: skill.fileName ?? 'SKILL.md', text: skill.text }, ...texts];
  return all.flatMap(({ path: file, text }) => {
    if (text === undefined) return [];
    const { mentions, files } = mentionsIn(core, { skill, path: file, text });
    const found = mentions.filter((mention) => core.fileOfMention(mention, files) === path);
    const lines = found.length === 0 ? undefined : new TextLines(text);
    return found.flatMap((mention) =>
      lines
        ? [{ mention, file, location: new vscode.Location(fileIn(folder, file), lines.toRange(mention.range)) }]
        : [],
    );
  });
}
