/** Where a skill will run. Decides which rules apply and how hard. */
export type Target = 'api' | 'claude-code' | 'vscode' | 'spec';
export const targets: readonly Target[] = ['api', 'claude-code', 'vscode', 'spec'];

/** One file of a skill folder, as far as rules need to know it. */
export interface SkillFile {
  /** Relative to the skill folder, `/` separators. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly kind: 'file' | 'symlink' | 'special';
  readonly executable?: boolean;
  /**
   * For a symlink: the path inside the skill folder it leads to; `undefined` when it leaves the folder or is broken.
   */
  readonly linkTarget?: string | undefined;
  /** Content, for text files that were read; rules that need content stay silent on files without it. */
  readonly text?: string;
}

/** What `validate` judges. Plain data; reading files is the caller's work. */
export interface Skill {
  /** Name of the folder that holds SKILL.md; `undefined` for a document that lies in no folder. */
  readonly folderName: string | undefined;
  /** The file's name as it is spelled on disk; `undefined` when the folder has no SKILL.md. */
  readonly fileName: string | undefined;
  /** Text of SKILL.md, a byte order mark included as U+FEFF. */
  readonly text: string;
  /** False when the bytes on disk are not valid UTF-8. */
  readonly validUtf8?: boolean;
  /**
   * The other files of the folder (SKILL.md itself may be among them); `undefined`: not listed, folder rules stay
   * silent.
   */
  readonly files: readonly SkillFile[] | undefined;
  /** The immutable name the registry knows this folder by, when it was published before. */
  readonly publishedName?: string | undefined;
}

/** The one spelling every agent finds; `skill.md` is found by few of them (guide of the open specification). */
export const skillFileName = 'SKILL.md';

/** True for SKILL.md at the top of a skill, also `skill.md`, as some agents take it. */
export function isSkillFile(path: string): boolean {
  return path.toLowerCase() === 'skill.md';
}

/** The path that problems of SKILL.md have: as it is spelled on disk, where it is there. */
export function ownFile({ fileName }: Skill): string {
  return fileName ?? skillFileName;
}

/** The text of a file of a skill, as it was read; `undefined` where it was not. */
export function textIn(skill: Skill, file: string): string | undefined {
  return file === ownFile(skill) ? skill.text : skill.files?.find(({ path }) => path === file)?.text;
}
