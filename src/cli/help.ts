import type { Command } from './command.ts';

const width = 118;

/** The page of `--help` of one command. */
export function commandHelp({ name, operands, description, flags, exitCodes }: Command): string {
  const rows = Object.entries(flags).flatMap(([flag, { help, short, value }]) =>
    help === undefined
      ? []
      : [
          [
            `${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`,
            help,
          ] as const,
        ],
  );
  return [
    `Usage: skill-publisher ${[name, operands, '[options]'].filter((part) => part !== '').join(' ')}`,
    '',
    ...description.split('\n').flatMap((line) => wrap(line, width)),
    '',
    ...columns([...rows, ['--help', 'show this']]),
    '',
    ...wrap(`Exit codes: ${exitCodes}`, width),
    '',
  ].join('\n');
}

/** The page of the tool itself. */
export function toolHelp(commands: readonly Command[]): string {
  const rows = commands.map(({ name, operands, summary }) => [`${name} ${operands}`.trim(), summary] as const);
  return [
    'Usage: skill-publisher <command> [arguments]',
    '',
    ...columns(rows),
    '',
    ...columns([
      ['<command> --help', 'arguments and exit codes of a command'],
      ['--version', 'the version of this tool'],
    ]),
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const indent = 24;
  return rows.flatMap(([left, right]) => {
    const [first = '', ...rest] = wrap(right, width - indent - 2).map((line) => ' '.repeat(indent + 2) + line);
    return left.length < indent
      ? [`  ${left.padEnd(indent)}${first.trimStart()}`, ...rest]
      : [`  ${left}`, first, ...rest];
  });
}

function wrap(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
