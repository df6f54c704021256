import type * as vscode from 'vscode';
import type { Mention } from '../../core/skill/mentions.ts';
import type { FileIndex } from '../../core/skill/references.ts';
import type { Skill } from '../../core/skill/skill.ts';
import type { FolderSettings } from '../../core/workspace/skillWorkspace.ts';
import type { Core } from './loadCore.ts';
import { textOf } from './positions.ts';
import { isSkillUri } from '../host/openTexts.ts';
import { pathBelow } from '../host/uris.ts';
import type { Skills } from '../host/skills.ts';

/** A document that belongs to a skill, together with the skill as it is at this moment. */
export interface OpenSkill {
  readonly document: vscode.TextDocument;
  /** `undefined` for a SKILL.md that was never saved. */
  readonly folder: vscode.Uri | undefined;
  /** The document's path in the folder. */
  readonly path: string;
  readonly skill: Skill;
  /** The document's text, byte order mark included. */
  readonly text: string;
  /** How it is judged. */
  readonly settings: FolderSettings;
}

/** The skill a document belongs to; `undefined` when it belongs to none or is a SKILL.md below another one. */
export async function openSkill(folders: Skills, document: vscode.TextDocument): Promise<OpenSkill | undefined> {
  const text = textOf(document);
  const folder = await folders.folderOf(document.uri);
  if (folder) {
    const path = pathBelow(folder, document.uri) ?? '';
    const [skill, settings] = await Promise.all([folders.skill(folder), folders.settingsOf(folder)]);
    return { document, folder, path, text, settings, skill: isSkillUri(document.uri) ? { ...skill, text } : skill };
  }
  if (!isSkillUri(document.uri)) return undefined;
  return {
    document,
    folder,
    path: 'SKILL.md',
    text,
    settings: await folders.settingsOf(document.uri),
    skill: { folderName: undefined, fileName: 'SKILL.md', text, files: undefined },
  };
}

/** The paths a document of a skill mentions, and what they can lead to. */
export function mentionsIn(
  core: Core,
  { skill, path, text }: Pick<OpenSkill, 'skill' | 'path' | 'text'>,
): { readonly mentions: readonly Mention[]; readonly files: FileIndex } {
  const files = core.indexFiles(skill.files ?? []);
  const start = path === skill.fileName ? core.parseFrontMatter(text).bodyStart : 0;
  const mentions = core.findMentions(text, core.parseMarkdown(text, start), {
    file: path,
    files,
    folderName: skill.folderName,
  });
  return { mentions, files };
}
