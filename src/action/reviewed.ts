import type { PlanFile } from '../core/publish/planFile.ts';

/** First line of the one comment that a pull request gets. */
export const commentMark = '<!-- skill-publisher v1 -->';

/** What of a plan a later run is compared with. */
interface Reviewed {
  readonly release: string;
  /** By folder: the content that was looked at, and what it was to follow. */
  readonly skills: Readonly<Record<string, string>>;
}

const maxKept = 20_000;

/** The line of a comment that keeps what was planned; nothing in it can be read as Markdown. */
export function keepReviewed(file: PlanFile): string {
  const { release } = file;
  const [whole = '', short = ''] = [contents(file), {}].map((skills) =>
    Buffer.from(JSON.stringify({ release, skills } satisfies Reviewed)).toString('base64url'),
  );
  return `<!-- plan ${whole.length <= maxKept ? whole : short} -->`;
}

/** What a comment keeps; `undefined` when that is nothing of ours. */
export function parseReviewed(comment: string): Reviewed | undefined {
  const text = /^<!-- plan ([\w-]{1,40000}) -->\s*$/m.exec(comment.slice(0, 60_000))?.[1];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Reviewed> | null;
    const { release, skills } = value ?? {};
    return typeof release === 'string' && typeof skills === 'object' ? { release, skills } : undefined;
  } catch {
    return undefined;
  }
}

/** What is to be published now, beside what was reviewed. Lines for people. */
export function compareReviewed(
  file: PlanFile,
  reviewed: Reviewed,
): { readonly same: boolean; readonly lines: readonly string[] } {
  if (file.release === reviewed.release) return { same: true, lines: ['Everything is as it was reviewed.'] };
  const now = contents(file);
  const folders = [...new Set([...Object.keys(reviewed.skills), ...Object.keys(now)])].sort();
  const lines = folders.flatMap((folder) => {
    const [before, after] = [own(reviewed.skills, folder), own(now, folder)];
    if (before === after) return [];
    if (before === undefined) return [`${folder}: was not planned when it was reviewed`];
    if (after === undefined) return [`${folder}: was planned when it was reviewed, and is not now`];
    const [contentBefore, baseBefore] = before.split(' ');
    const [contentAfter, baseAfter] = after.split(' ');
    return [
      ...(contentBefore === contentAfter ? [] : [`${folder}: its files are not those that were reviewed`]),
      ...(baseBefore === baseAfter
        ? []
        : [`${folder}: follows ${baseAfter ?? ''}, and followed ${baseBefore ?? ''} in the review`]),
    ];
  });
  return {
    same: false,
    lines: lines.length === 0 ? ['Connection, workspace, labels, or choices differ from the reviewed ones.'] : lines,
  };
}

/** Fingerprint and base of each planned skill. */
function contents({ skills }: PlanFile): Readonly<Record<string, string>> {
  return Object.fromEntries(
    skills
      .filter(({ action }) => action !== 'none')
      .map(({ folder, fingerprint, base }) => [folder, `${fingerprint} ${base?.version ?? 'nothing'}`]),
  );
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
