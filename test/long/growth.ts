/** How the time for one construct at one position grows. */
export interface Growth {
  readonly construct: string;
  readonly position: string;
  /** Characters of the largest text. */
  readonly full: number;
  /** Processor milliseconds of the check alone, at an eighth, a quarter, a half and all of `full`. */
  readonly check: readonly number[];
  /** Of the check, the fixes of each problem, and *fix all*. */
  readonly all: readonly number[];
  /** The power of the size that `check` grows with. */
  readonly exponent: number;
  readonly exponentOfAll: number;
}

const head = `# Growth

How the time to check a skill grows with its text: every construct at every position, processor milliseconds of the check alone at an eighth, a
quarter, a half and all of 100 KB (16 KB in the front matter, of which no more is read). A row shows the slowest place of a construct, and below
the slowest construct of a position. *Exponent*: the power of the length that the time grows with, the largest of all places; times below 8 ms
say nothing and count as none. Where a body seems to grow faster than 1.2, the exponent is that at 100, 200 and 400 KB: from some length on a
text can be read in another way, and the step there is no growth. The process has room for young objects of a whole run. Written by \`npm run test:long -- G19\`; the generated texts are in \`test/support/pumps.ts\`.

`;

/** The page of all that was measured. */
export function formatGrowth(rows: readonly Growth[]): string {
  return `${head}${tableOf('construct', 'slowest at', rows)}\n${tableOf('position', 'slowest construct', rows)}`;
}

function tableOf(by: 'construct' | 'position', other: string, rows: readonly Growth[]): string {
  const lines = [...Map.groupBy(rows, (row) => row[by])].map(([name, group]) => {
    const slowest = group.toSorted((a, b) => (b.check.at(-1) ?? 0) - (a.check.at(-1) ?? 0))[0] ?? group[0];
    const exponent = Math.max(...group.map((row) => row.exponent));
    const times = (slowest?.check ?? []).map((time) => time.toFixed(1));
    const place = by === 'construct' ? slowest?.position : slowest?.construct;
    return `| ${[code(name), code(place ?? ''), ...times, exponent.toFixed(2)].join(' | ')} |`;
  });
  return `| ${by} | ${other} | 1/8 | 1/4 | 1/2 | all | exponent |\n|---|---|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

/** A text in a cell, hidden characters as their code points; a JSON text without its quotes. */
function code(text: string): string {
  const visible = text
    .replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll('|', '\\|');
  return visible.startsWith('"') ? `\`\` ${visible.slice(1, -1)} \`\`` : visible;
}
