import { readShell } from '../shell/shellScript.ts';

/** True for a command that only looks at files, by programs that one of the known commands looks at files with. */
export function looksByKnown(command: string, known: readonly string[]): boolean {
  const own = lookingPrograms(command);
  if (own.length === 0 || own.includes('')) return false;
  const others = new Set(known.flatMap(lookingPrograms));
  return own.every((program) => others.has(program));
}

/** The programs by which a command looks at files, '' for each that may do more; what only passes on is left out. */
function lookingPrograms(command: string): readonly string[] {
  return readShell(command, 0).commands.flatMap(({ name, words, files, fed }) => {
    const started = words.flatMap(({ value }, index) =>
      /^-(?:exec|ok)(?:dir)?$/.test(value) ? [words[index + 1]?.value ?? ''] : [],
    );
    const first = words.find(({ value }) => !value.startsWith('-'))?.value ?? '';
    const inner = /^(?:git|xargs)$/.test(name) ? `${name} ${first}` : name;
    const writes =
      files.some(({ value }) => value !== '/dev/null') ||
      words.some(({ value }) => /^-(?:delete|fprintf?)$/.test(value));
    const programs = [inner, ...started].map((each) => (looks.test(each) && !writes ? each : ''));
    return programs.filter((each) => !passes.test(each) && !(fed && /^(?:e?grep|head|tail|xargs .*)$/.test(each)));
  });
}

const looks = new RegExp(
  String.raw`^(?:\[|basename|cat|cut|date|dirname|echo|e?grep|find|head|ls|printf|pwd|sort|stat|tail|test|tr|true|uniq|wc|` +
    String.raw`xargs (?:basename|dirname|cat)|git (?:diff|log|status|show|branch|rev-parse|ls-files))$`,
);
const passes = /^(?:\[|basename|cut|dirname|echo|printf|sort|test|tr|true|uniq|wc|git rev-parse)$/;

/** The command itself: where its errors go, what is said when it fails, and in which variable its folder is, is not what it does. */
export function meantCommand(command: string): string {
  return command
    .replace(/^[ \t]*#.*$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/\b[A-Z][A-Z_]{0,40}="?\$\{?\w+\}?"?(?:;| |$)/g, '')
    .replace(/"?\$\{?\w+\}?"?\/(?:\.\.\/)*([\w./-]+)"?/g, '$1')
    .replace(/ ?(?:2> ?(?:\/dev\/null|&1)|&> ?\/dev\/null)/g, '')
    .replace(/ ?\|\| ?(?:true|:|echo\b[^|&;$`()]*)$/, '')
    .trim();
}
