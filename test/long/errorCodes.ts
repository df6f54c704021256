import { ranAt, type FileCoverage } from './coverage.ts';

/** An error or problem that the product can produce, and whether a test made it do so. */
export interface ErrorCode {
  readonly code: string;
  readonly file: string;
  readonly produced: boolean;
  /** Tests that name it. */
  readonly tests: readonly string[];
}

/** A test file and its text. */
export interface TestText {
  readonly file: string;
  readonly text: string;
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
export function errorCodes(files: readonly FileCoverage[], tests: readonly TestText[]): readonly ErrorCode[] {
  const found = new Map<string, ErrorCode>();
  for (const file of files) {
    for (const site of sites) {
      for (const match of file.text.matchAll(site)) {
        const [whole, code = ''] = match;
        const before = found.get(code);
        const naming = before?.tests ?? tests.filter(({ text }) => text.includes(`'${code}`)).map((test) => test.file);
        const produced = ranAt(file, match.index + whole.lastIndexOf(code)) && naming.length > 0;
        found.set(code, {
          code,
          file: before?.file ?? file.file,
          produced: produced || before?.produced === true,
          tests: naming,
        });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

const head = `# Error codes

Every code of an error or a problem, where it is produced, and a test that names it and makes the code there run. Written by
\`npm run test:long -- G18\`, which fails when a code has none.

| code | produced in | test |
|---|---|---|
`;

/** The page of all codes; paths as seen from `docs/`. */
export function formatCodes(codes: readonly ErrorCode[]): string {
  const link = (file: string): string => `[${file.slice(file.lastIndexOf('/') + 1)}](../${file})`;
  const rows = codes.map(({ code, file, tests, produced }) => {
    const [test] = tests;
    return `| \`${code}\` | ${link(file)} | ${test !== undefined && produced ? link(test) : '**none**'} |`;
  });
  return `${head}${rows.join('\n')}\n`;
}
