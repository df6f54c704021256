import type { ArchiveFile } from '../../../../src/core/bundle/extract.ts';
import { findImpact } from '../../../../src/core/impact/compare.ts';
import { readFacts } from '../../../../src/core/impact/facts.ts';
import type { Facts, Finding } from '../../../../src/core/impact/model.ts';
import { areTranslated, inMarks } from '../../../support/markedWords.ts';

/** A version as a test writes it: lines of the front matter, the body, and other files; a path that ends in `*` may be executed. */
export interface Written {
  readonly name?: string;
  readonly description?: string;
  readonly front?: string;
  readonly body?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export const usualDescription = 'Plans the watering of a garden. Use when a garden has to be watered.';

/** The files of a small skill. */
export function written({
  name = 'garden',
  description = usualDescription,
  front = '',
  body = '',
  files = {},
}: Written): ArchiveFile[] {
  const lines = ['---', `name: ${name}`, `description: ${description}`, ...(front === '' ? [] : [front]), '---'];
  const main = `${lines.join('\n')}\n\n# Garden\n\nLook at the beds, then water them.\n${body === '' ? '' : `\n${body}\n`}`;
  return [
    { path: 'SKILL.md', content: new TextEncoder().encode(main), mode: 0o644 },
    ...Object.entries(files).map(([path, content]) => ({
      path: path.replace(/\*$/, ''),
      content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
      mode: path.endsWith('*') ? 0o755 : 0o644,
    })),
  ];
}

/** Names and texts of a version: all but what a secret looks like. */
function dataOf({ files, facts }: Facts): string {
  return JSON.stringify([files, facts.map((fact) => (fact.kind === 'secret' ? fact.path : fact))]);
}

/** What the comparison of two versions finds for a place without network. */
export async function impact(old: Written, now: Written): Promise<readonly Finding[]> {
  const [before, after] = [await readFacts(written(old)), await readFacts(written(now))];
  for (const isAlone of [false, true]) {
    const said = inMarks(() => findImpact(before, after, { isSealed: true, isAlone }));
    areTranslated(
      said.map(({ message }) => message),
      `${[before, after].map(dataOf).join(' ')} major minor patch`,
    );
  }
  return findImpact(before, after, { isSealed: true });
}

/** A block of commands. */
export function bash(...lines: readonly string[]): string {
  return `\`\`\`bash\n${lines.join('\n')}\n\`\`\``;
}
