import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface Block {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Report {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly Block[] }[];
  }[];
}

/** What ran of one source file. Types are blanks to Node, so that its offsets are those of the source. */
export interface FileCoverage {
  readonly file: string;
  readonly text: string;
  /** One byte a UTF-16 code unit: 1 where it ran. */
  readonly ran: Uint8Array;
  /** Offsets where a function or a branch begins. */
  readonly branches: ReadonlySet<number>;
}

/** Joins the reports that Node left in a folder (`NODE_V8_COVERAGE`) for these source files. */
export function readCoverage(folder: string, files: readonly string[]): readonly FileCoverage[] {
  const covered = new Map(
    files.map((file) => {
      const text = readFileSync(file, 'utf8');
      return [path.resolve(file), { file, text, ran: new Uint8Array(text.length), branches: new Set<number>() }];
    }),
  );
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Report;
    for (const { url, functions } of result) {
      if (!url.startsWith('file:')) continue;
      const entry = covered.get(fileURLToPath(url.replace(/\?.*$/, '')));
      if (entry !== undefined) join(entry, functions);
    }
  }
  return [...covered.values()];
}

/** Ranges stand in order, each inside of or after the ones before: the last one that holds an offset counts. */
function join(
  entry: FileCoverage & { readonly branches: Set<number> },
  functions: Report['result'][number]['functions'],
): void {
  const counts = new Uint8Array(entry.text.length);
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges) {
      counts.fill(count > 0 ? 1 : 0, startOffset, endOffset);
      entry.branches.add(startOffset);
    }
  }
  for (const [offset, count] of counts.entries()) if (count > 0) entry.ran[offset] = 1;
}

export interface Share {
  readonly lines: number;
  readonly branches: number;
}

/** Percentages. A line ran when any of its text did; a line that holds only types, or nothing, does not count. */
export function shareOf(files: readonly FileCoverage[]): Share {
  const [lines, branches] = [
    { all: 0, ran: 0 },
    { all: 0, ran: 0 },
  ];
  for (const file of files) {
    for (const offset of file.branches) {
      branches.all += 1;
      branches.ran += file.ran[offset] ?? 0;
    }
    for (const ran of linesOf(file)) {
      lines.all += 1;
      lines.ran += ran ? 1 : 0;
    }
  }
  return { lines: (100 * lines.ran) / lines.all, branches: (100 * branches.ran) / branches.all };
}

function linesOf({ text, ran }: FileCoverage): readonly boolean[] {
  let start = 0;
  const code = stripTypeScriptTypes(text);
  return code.split('\n').flatMap((line) => {
    const begin = start;
    start += line.length + 1;
    if (line.trim() === '') return [];
    return [ran.subarray(begin, begin + line.length).some((one, at) => one === 1 && line[at] !== ' ')];
  });
}

/** True when the code at an offset of a file ran. */
export function ranAt(file: FileCoverage, offset: number): boolean {
  return file.ran[offset] === 1;
}
