/** One row of the table, its cells as they stand in the page. */
export interface Line {
  readonly id: string;
  readonly title: string;
  readonly goal: string;
  readonly value: string;
  readonly verdict: string;
}

const head = `# Reliability

What the product holds under attack, at its limits and over time. Written by \`npm run test:long\`; each row is measured again by the command
beside it. Times are processor time, the least of several runs, where not said otherwise, so that a busy machine does not change them. The
short forms of the same tests run in \`npm test\`.

| | what | goal | measured | verdict | command |
|---|---|---|---|---|---|
`;

/** The page with all lines. */
export function formatPage(lines: readonly Line[]): string {
  const rows = lines.map(({ id, title, goal, value, verdict }) => {
    const cells = [id, title, goal, value, verdict].map((cell) =>
      cell.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim(),
    );
    return `| ${[...cells, `\`npm run test:long -- ${id}\``].join(' | ')} |`;
  });
  return `${head}${rows.join('\n')}\n`;
}

/** The lines of a page that `formatPage` made, by their ids. */
export function readLines(page: string): readonly (readonly [string, Line])[] {
  return page.split('\n').flatMap((text) => {
    const cells = text.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
    const [, id = '', title = '', goal = '', value = '', verdict = ''] = cells;
    return /^G\d+$/.test(id) ? [[id, { id, title, goal, value, verdict }] as const] : [];
  });
}
