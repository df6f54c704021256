import { lineAt } from '../envelope.ts';
import { fix, replace } from '../fixing/fix.ts';
import { type SkillDocument, matchesIn } from './documents.ts';
import { kindOfFile, programOf } from './programText.ts';
import { perObject } from './remembered.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { show } from './show.ts';
import { l10n } from '../../text/l10n.ts';

const scriptInteractive = rule({
  code: 'script/interactive',
  title: 'Scripts do not ask questions',
  documentation:
    'Agents run scripts without a terminal: a prompt waits forever or fails. Take the value as an argument ' +
    'or from standard input.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'Guide of the specification: "Agents operate in non-interactive shells" (a hard requirement)',
});

const scriptExecutable = rule({
  code: 'script/executable',
  title: 'Scripts with a “#!” line are executable',
  documentation:
    'A script that is called by its path needs the executable bit. Set it with `chmod +x`, or call the ' +
    'script through its interpreter (`python scripts/x.py`).',
  severity: levels('information', 'information', 'information', 'information'),
  source: '7.5 % of 869 public skills have such a script',
});

const scriptLineEndings = rule({
  code: 'script/line-endings',
  title: 'Scripts with a “#!” line have LF line endings',
  documentation:
    'With CRLF the system looks for an interpreter whose name ends with a carriage return, and the script ' +
    'does not start on Linux and macOS.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'POSIX systems take the line as it is',
  fix: (context) => [
    fix(
      context,
      l10n.t`Change the line endings to LF`,
      'safe',
      replace(context, { start: 0, end: context.text.length }, context.text.replaceAll('\r\n', '\n')),
    ),
  ],
});

const scriptPinned = rule({
  code: 'script/pinned',
  title: 'Tools that are fetched when they run have a version',
  documentation: '`npx eslint` runs another version tomorrow. Write `npx eslint@9`.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'Guide of the specification, using scripts: pinned versions',
});

export const scriptRules = group([scriptInteractive, scriptExecutable, scriptLineEndings, scriptPinned], checkScripts);

/**
 * Calls that wait for somebody to type: in which files, what a file with one holds, and what is looked for in the program
 * without its comments and texts.
 */
const prompts: readonly (readonly [RegExp, RegExp, RegExp])[] = [
  [
    /\.py$|^#!.*python/,
    /(?:input|getpass|prompt|confirm)\(/,
    /(?<![\w.]|\bdef )(?:(?:raw_)?input|getpass\.getpass|(?:click|typer)\.(?:prompt|confirm))\(/g,
  ],
  [
    /\.(?:sh|bash|zsh)$|^#!.*\b(?:ba|z|da)?sh\b/,
    /read[ \t]/,
    /(?<=(?:^|[;&|({]|\b(?:then|do|else|while|until|if))[ \t]{0,200})read[ \t]+(?:-[a-zA-Z]+[ \t]+(?:\d+[ \t]+)?)*-[a-zA-Z]*p\b/gm,
  ],
  [
    /\.(?:js|mjs|cjs|ts)$|^#!.*\b(?:node|deno|bun)\b/,
    /\.question\(|inquirer\.prompt\(/,
    /(?<![\w.])(?:rl|readline\w*|\w{0,40}Readline|\w{0,40}Interface)\.question\(|(?<![\w.])inquirer\.prompt\(/g,
  ],
  [/\.rb$|^#!.*\bruby\b/, /gets/, /(?<![\w.$@:]|\bdef )gets\b(?![\w?!]|[ \t]*=)/g],
  [/\.ps1$|^#!.*\bpwsh\b/, /Read-Host/i, /(?<![\w-])Read-Host\b/gi],
];
const unpinned =
  /\b(?:npx|bunx|uvx|pnpm dlx)[ \t]+(?:(?:-y|--yes|-q|--quiet)[ \t]+)*((?:@[\w.-]+\/)?[a-z][\w.-]*)(?![\w@./-])/gi;

const mayBeUnpinned = /npx|bunx|uvx|pnpm/i;

/** Rules about the programs of a skill, and about commands in its Markdown. */
function* checkScripts({ documents }: RuleContext): Iterable<Finding> {
  for (const { path, text, executable } of documents.scripts) {
    const first = lineAt(text, 0);
    const head = text.startsWith('#!') ? text.slice(0, Math.min(first.end, 200)) : '';
    const file = { file: path };
    if (head !== '' && executable === false) {
      yield scriptExecutable.found({
        ...file,
        message: l10n.t`The script has a “#!” line but is not executable. Run “chmod +x” on it, or call it through its interpreter.`,
        range: { start: 0, end: first.end },
      });
    }
    if (head !== '' && text.startsWith('\r\n', first.end)) {
      yield scriptLineEndings.found({
        ...file,
        message: l10n.t`With CRLF line endings the script does not start on Linux and macOS. Change them to LF.`,
        range: { start: 0, end: first.end },
      });
    }
    for (const [kind, hint, pattern] of prompts) {
      if ((!kind.test(path) && !(head !== '' && kind.test(head))) || !hint.test(text)) continue;
      for (const { range } of matchesIn(
        programOf(text, kindOfFile(path, text)),
        [{ start: 0, end: text.length }],
        pattern,
        5,
      )) {
        yield scriptInteractive.found({
          ...file,
          message: l10n.t`The script asks a question, but agents run it without a terminal. Take the value as an argument or from standard input.`,
          range,
        });
      }
    }
  }
  for (const document of documents.all) yield* findUnpinned(document);
}

const findUnpinned = perObject(({ path, text, markdown }: SkillDocument): readonly Finding[] => {
  const blocks = mayBeUnpinned.test(text) ? markdown.blocks.map(({ textRange }) => textRange) : [];
  return Array.from(matchesIn(text, blocks, unpinned, 5), ({ range, match }) =>
    scriptPinned.found({
      file: path,
      message: l10n.t`${show(match[1] ?? '')} is fetched in its newest version each time. Pin a version.`,
      range,
    }),
  );
});
