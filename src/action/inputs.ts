import { UsageError } from '../cli/arguments.ts';
import type { CliIo } from '../cli/io.ts';

const commandNames = ['check', 'plan', 'publish'] as const;

/** What a workflow asks for. */
export interface Inputs {
  readonly command: (typeof commandNames)[number];
  /** Folders or patterns. */
  readonly folders: readonly string[];
  readonly comment: boolean;
  /** `undefined` for an input that is not set. */
  readonly of: (name: string) => string | undefined;
}

/** An input as the runner gives it, `INPUT_…`; `undefined` when it is not set. */
export function inputOf(env: CliIo['env'], name: string): string | undefined {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
  return value === '' ? undefined : value;
}

/** Reads what the runner gives. Throws `UsageError`. */
export function parseInputs(env: CliIo['env']): Inputs {
  const of = (name: string): string | undefined => inputOf(env, name);
  const command = commandNames.find((each) => each === of('command'));
  if (command === undefined) throw new UsageError(`command must be ${commandNames.join(', ')}`);
  const comment = of('comment') ?? 'true';
  if (comment !== 'true' && comment !== 'false') throw new UsageError('comment must be true or false');
  const lines = (of('folders') ?? '.').split('\n').map((line) => line.trim());
  return { command, folders: lines.filter((line) => line !== ''), comment: comment === 'true', of };
}

/** The environment without the inputs, which nothing else is to read. */
export function withoutInputs(env: CliIo['env']): CliIo['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('INPUT_')));
}

/** One of some words. Throws `UsageError` for another. */
export function wordOf<const W extends string>(
  { of }: Pick<Inputs, 'of'>,
  name: string,
  words: readonly W[],
): W | undefined {
  const value = of(name);
  const found = words.find((word) => word === value);
  if (value !== undefined && found === undefined)
    throw new UsageError(`${name} must be ${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`);
  return found;
}
