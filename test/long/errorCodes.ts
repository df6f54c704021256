import { ranAt, type FileCoverage } from './coverage.ts';

/** An error or problem that the product can produce, and whether a test made it do so. */
export interface ErrorCode {
  readonly code: string;
  readonly file: string;
  readonly produced: boolean;
}

/**
 * Where codes are produced: the first argument of an error of an archive or of a registry, `code: '…'` of a problem, and
 * the first argument of a function that reports one.
 */
const sites: readonly RegExp[] = [
  /new ArchiveError\(\s*'([A-Z_0-9]+)'/g,
  /new RegistryError\(\s*'([a-zA-Z]+)'/g,
  /build\(\s*'([a-zA-Z]+)'/g,
  /code: '([a-z]+\/[a-z0-9-]+)'/g,
  /\w+\(\s*'((?:fm|name|desc|body|ref|file|package|compat|tools|secret|folder|script|license|metadata|check)\/[a-z0-9-]+)'/g,
];

/**
 * Every code with all places that produce it joined: one that ran is enough, and some test must name it, since a row of a
 * table runs when it is loaded. Sorted by code.
 */
export function errorCodes(files: readonly FileCoverage[], tests: string): readonly ErrorCode[] {
  const found = new Map<string, ErrorCode>();
  for (const file of files) {
    for (const site of sites) {
      for (const match of file.text.matchAll(site)) {
        const [whole, code = ''] = match;
        const produced = ranAt(file, match.index + whole.lastIndexOf(code)) && tests.includes(`'${code}`);
        const before = found.get(code);
        found.set(code, { code, file: before?.file ?? file.file, produced: produced || before?.produced === true });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
