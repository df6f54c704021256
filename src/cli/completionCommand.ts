import { UsageError } from './arguments.ts';
import type { Command, Flags, Run } from './command.ts';

const shells: Readonly<Record<string, (all: readonly Command[]) => string>> = {
  bash: forBash,
  zsh: (all) => `autoload -U +X bashcompinit && bashcompinit\n${forBash(all)}`,
  fish: forFish,
};

/** `skill-publisher completion`. */
export function completionOf(commands: readonly Command[]): Run<Flags> {
  return ({ positionals }, io) => {
    const [shell, ...more] = positionals;
    const print = shell === undefined || !Object.hasOwn(shells, shell) ? undefined : shells[shell];
    if (!print || more.length > 0) throw new UsageError('Name one shell: bash, zsh or fish');
    io.stdout(print(commands));
    return Promise.resolve(0);
  };
}

/** The options that are told to people. */
function shownFlags({ flags }: Command): readonly (readonly [string, Command['flags'][string]])[] {
  return Object.entries(flags).filter(([, { help }]) => help !== undefined);
}

/** Words of the table only: letters, digits, `-`, `/`, `.` and `_` need no quotes in any shell. */
function forBash(all: readonly Command[]): string {
  const cases = all.map((each) => {
    const flags = [...shownFlags(each).map(([name]) => `--${name}`), '--help'].join(' ');
    return `    ${each.name}) flags="${flags}" ;;`;
  });
  const values = [
    ...new Set(
      all.flatMap((each) =>
        shownFlags(each).flatMap(([name, { words }]) =>
          words
            ? [`    ${each.name}:--${name}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current")); return ;;`]
            : [],
        ),
      ),
    ),
  ];
  return `_skill_publisher() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" flags=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${all.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case "$command:$before" in
${values.join('\n')}
    completion:completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$current")); return ;;
  esac
  case "$command" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _skill_publisher skill-publisher
`;
}

function forFish(all: readonly Command[]): string {
  const start = 'complete -c skill-publisher';
  const lines = all.flatMap((each) => [
    `${start} -n __fish_use_subcommand -a ${each.name} -d ${inSingleQuotes(each.summary)}`,
    ...shownFlags(each).map(([name, { value, words, help = '' }]) => {
      const given = value === undefined ? '' : words ? ` -x -a ${inSingleQuotes(words.join(' '))}` : ' -r';
      return `${start} -n '__fish_seen_subcommand_from ${each.name}' -l ${name}${given} -d ${inSingleQuotes(help)}`;
    }),
  ]);
  return `${lines.join('\n')}\n${start} -n '__fish_seen_subcommand_from completion' -x -a 'bash zsh fish'\n`;
}

function inSingleQuotes(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
