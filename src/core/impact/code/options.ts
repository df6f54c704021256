import type { Range } from '../../skill/problem.ts';
import type { Sink } from '../sink.ts';
import { resolvedName } from './powers.ts';
import type { CodeArgument, CodeCall, Program } from './program.ts';

/**
 * Takes the options and arguments of the command line that a program declares. The value of an option is `required`, or
 * `default=` and its default where that is a literal, else ''.
 */
export function addOptions(sink: Sink, program: Program, names: ReadonlyMap<string, string>, start: number): void {
  for (const call of program.calls) {
    const name = resolvedName(call.name, names);
    const range = { start: start + call.range.start, end: start + call.range.end };
    if (/(?:^|\.)add_argument$/.test(name)) addArgument(sink, call, range);
    else if (/^(?:click|typer)\.(?:option|Option)$|^option$/.test(name)) addClick(sink, call, range);
    else if (/^(?:click)\.argument$/.test(name)) addClickArgument(sink, call, range);
    else if (/\.(?:option|requiredOption)$/.test(name)) addCommander(sink, name, call, range);
    else if (/(?:^|\.)parseArgs$/.test(name)) addParseArgs(sink, call, range);
  }
  for (const { position, start: from, end } of program.positions)
    sink.add('positional', String(position), { start: start + from, end: start + end }, 'argv');
}

function addArgument(sink: Sink, { arguments: given }: CodeCall, range: Range): void {
  const names = given.filter(({ name, text }) => name === '' && text !== undefined).map(({ text = '' }) => text);
  const by = (key: string): CodeArgument | undefined => given.find(({ name }) => name === key);
  const long = names.find((name) => name.startsWith('--')) ?? names.find((name) => name.startsWith('-'));
  if (long !== undefined) {
    sink.add('option', long, range, by('required')?.source === 'True' ? 'required' : defaultOf(by('default')));
    return;
  }
  const [first] = names;
  const count = by('nargs');
  const optional =
    (count && /^["']?[?*]/.test(count.source)) === true ||
    by('default') !== undefined ||
    count?.source.includes('REMAINDER') === true;
  if (first !== undefined && !optional) sink.add('positional', first, range, 'argparse');
}

function defaultOf(given: CodeArgument | undefined): string {
  if (!given) return '';
  if (given.text !== undefined) return given.text.includes('{}') ? '' : `default=${given.text}`;
  return /^(?:-?\d[\d._]*|True|False|true|false)$/.test(given.source) ? `default=${given.source}` : '';
}

function addClick(sink: Sink, { arguments: given }: CodeCall, range: Range): void {
  const long = given.find(({ name, text }) => name === '' && text?.startsWith('--') === true)?.text?.split('/')[0];
  if (long === undefined) return;
  const required = given.some(({ name, source }) => name === 'required' && source === 'True');
  const [prompted] = given.filter(({ name, source }) => name === 'prompt' && source !== 'False');
  sink.add('option', long, range, required ? 'required' : defaultOf(given.find(({ name }) => name === 'default')));
  if (prompted) sink.add('interactive', 'click.prompt', range);
}

function addClickArgument(sink: Sink, { arguments: given }: CodeCall, range: Range): void {
  const [first] = given;
  const optional = given.some(
    ({ name, source }) =>
      (name === 'required' && source === 'False') || name === 'default' || (name === 'nargs' && source.startsWith('-')),
  );
  if (first?.text !== undefined && !optional) sink.add('positional', first.text, range, 'click');
}

/** `.option('-p, --port <n>', 'text', default)` of commander, `.option('port', { … })` of yargs. */
function addCommander(sink: Sink, name: string, { arguments: given }: CodeCall, range: Range): void {
  const [first, second] = given;
  if (first?.text === undefined) return;
  const long = /(--[a-zA-Z][\w-]*)/.exec(first.text)?.[1];
  if (long !== undefined) {
    const value = name.endsWith('requiredOption') ? 'required' : defaultOf(given.length > 2 ? given.at(-1) : undefined);
    sink.add('option', long, range, value);
  } else if (/^[a-zA-Z][\w-]+$/.test(first.text) && second?.source.startsWith('{') === true) {
    const required = /\bdemandOption\s*:\s*true\b/.test(second.source);
    const preset = /\bdefault\s*:\s*(?:["'`]([^"'`{}]*)["'`]|(-?\d[\d._]*|true|false))/.exec(second.source);
    sink.add(
      'option',
      `--${first.text}`,
      range,
      required ? 'required' : preset ? `default=${preset[1] ?? preset[2] ?? ''}` : '',
    );
  }
}

/** `parseArgs({ options: { name: { type: 'string' } } })`. */
function addParseArgs(sink: Sink, { arguments: given }: CodeCall, range: Range): void {
  const options = /\boptions\s*:\s*\{([^]*)/.exec(given[0]?.source ?? '')?.[1] ?? '';
  for (const [, quoted, plain] of options.matchAll(/(?:["']([\w-]+)["']|\b(\w+))\s*:\s*\{/g))
    sink.add('option', `--${quoted ?? plain ?? ''}`, range);
}
