import { parseArgs } from 'node:util';
import { UsageError } from './arguments.ts';
import type { Flags, Input } from './command.ts';
import { findMeant, oneOf } from '../core/text/meant.ts';

/** What the arguments say by the flags of a command. Throws `UsageError` in one sentence. */
export function parseInput<F extends Flags>(args: readonly string[], flags: F): Input<F> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { short, value, many }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: many === true,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) checkWords(name, [value].flat(), flags[name]?.words);
    // Strict parsing by these very flags gives what their types say.
    return { values: values as Input<F>['values'], positionals };
  } catch (error) {
    throw toUsageError(error, flags);
  }
}

function checkWords(name: string, values: readonly (string | boolean)[], words: readonly string[] | undefined): void {
  const wrong = words && values.find((value) => typeof value === 'string' && !words.includes(value));
  if (words && wrong !== undefined) throw new UsageError(`--${name} must be ${oneOf(words)}, not '${wrong}'`);
}

function toUsageError(error: unknown, flags: Flags): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS')) return error;
  const message = error.message.split('. ')[0] ?? error.message;
  const unknown = error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? /'--?([^'=]+)/.exec(message)?.[1] : undefined;
  const meant = unknown === undefined ? undefined : findMeant(unknown, Object.keys(flags));
  return new UsageError(meant === undefined ? message : `${message}. Did you mean --${meant}?`);
}
