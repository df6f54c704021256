import { UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';

/** An option of a command. */
interface Flag {
  readonly short?: string;
  /** How help names its value; left out: it takes none. */
  readonly value?: string;
  /** The only values it takes. */
  readonly words?: readonly string[];
  /** May be given several times. */
  readonly many?: true;
  /** One line or several; `undefined` for an option that only exists to say what replaced it. */
  readonly help: string | undefined;
}

export type Flags = Readonly<Record<string, Flag>>;

type Word<F extends Flag> = F extends { readonly words: readonly (infer W)[] } ? W : string;
type Value<F extends Flag> = F extends { readonly value: string }
  ? F extends { readonly many: true }
    ? readonly Word<F>[]
    : Word<F>
  : boolean;

/** What was typed after the name of a command. */
export interface Input<F extends Flags> {
  readonly values: { readonly [Name in keyof F]?: Value<F[Name]> | undefined };
  readonly positionals: readonly string[];
}

/** What a command does; resolves to the exit code. Never writes to the process itself. */
export type Run<F extends Flags> = (input: Input<F>, io: CliIo) => Promise<number>;

interface Row<F extends Flags> {
  readonly name: string;
  /** What stands behind the name, for example `<folder>...`. */
  readonly operands: string;
  /** A few words, for the list of commands. */
  readonly summary: string;
  /** Sentences. */
  readonly description: string;
  readonly flags: F;
  readonly exitCodes: string;
  /** Exit code 1 tells of findings and of nothing else: what the system refuses ends with 2. */
  readonly findings?: true;
  /** Oldest Node it runs on where that is not the one of the whole tool. */
  readonly node?: readonly [number, number];
  /** Loads what it does. */
  readonly load: () => Promise<Run<F>>;
}

/** A row of the table of commands. */
export interface Command extends Omit<Row<Flags>, 'load'> {
  /** Throws `UsageError` in one sentence when the arguments cannot be understood. */
  run(args: readonly string[], io: CliIo): Promise<number>;
}

export function command<const F extends Flags>({ load, ...row }: Row<F>): Command {
  return {
    ...row,
    async run(args, io) {
      const { parseInput } = await import('./parseInput.ts');
      const input = parseInput(args, row.flags);
      if (row.node && !isNewEnough(row.node))
        throw new UsageError(
          `skill-publisher ${row.name} needs Node ${row.node.join('.')} or newer, and this is ${process.versions.node}`,
        );
      return (await load())(input, io);
    },
  };
}

function isNewEnough([major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
