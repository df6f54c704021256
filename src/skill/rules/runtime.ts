import { lineAt } from '../envelope.ts';
import type { Range } from '../problem.ts';
import { type SkillDocuments, matchesIn } from './documents.ts';
import { type Finding, type RuleContext, type RuleTable, levels } from './rule.ts';
import { show } from './show.ts';

export const runtimeRules: RuleTable = {
  'runtime/install': {
    title: 'Nothing is installed at run time',
    documentation: 'The container of the Skills API has no network and no package installation. Use what is installed there, put small code into the skill, or say what to do when a package is missing.',
    severity: levels('warning', 'off', 'off', 'off'),
    source: 'Platform documentation: "No runtime package installation"; 23.6 % of 869 public skills do it',
  },
  'runtime/network': {
    title: 'Nothing is fetched from the network',
    documentation: 'The container of the Skills API has no network access. Put the data into the skill or ask the user for it.',
    severity: levels('information', 'off', 'off', 'off'),
    source: 'Platform documentation: "No network access"; 16.1 % of 869 public skills do it',
  },
};

const install = /\b(?:pip3?|uv pip|pipx|conda|mamba|poetry|uv|uv tool|brew|cargo|gem|go|apk|dnf|yum) (?:install|add)[ \t]+(?!-h\b|--help\b)\S+|\bnpm (?:install|i|ci|add)\b|\b(?:yarn|pnpm|bun) (?:add|install)\b|\bapt(?:-get)? (?:-\S+ )*install\b/g;
const network = /\b(?:curl|wget)[ \t]+(?:-[^\s]+[ \t]+(?:[A-Z]+[ \t]+)?)*["']?(?:https?:\/\/|\$\{?\w)(?!localhost|127\.)|\bgit clone[ \t]+(?:-\S+[ \t]+)*(?:https?:|git@)|(?<![\w.])(?:requests|httpx)\.(?:get|post|put|patch|delete|request)\(|\burllib\.request\b|\burlopen\(|(?<![\w.])fetch\(\s*["'`]https?:\/\/(?!localhost|127\.)/g;
const localhost = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])/;

/** Rules about what the container of the Skills API cannot do, in the code of the Markdown and in scripts. */
export function* checkRuntime({ documents, target }: RuleContext): Iterable<Finding> {
  if (target !== 'api') return;
  for (const { path, text, ranges } of codeOf(documents)) {
    for (const { range, match } of matchesIn(text, ranges, install, 5)) {
      yield { file: path, code: 'runtime/install', message: `${show(match[0])} fails in the container of the Skills API: nothing can be installed there. Use what is installed, or put the code into the skill.`, range };
    }
    for (const { range, match } of matchesIn(text, ranges, network, 5)) {
      if (localhost.test(text.slice(range.start, lineAt(text, range.end).end))) continue;
      yield { file: path, code: 'runtime/network', message: `${show(match[0])} fails in the container of the Skills API: it has no network. Put the data into the skill, or ask the user for it.`, range };
    }
  }
}

function* codeOf(documents: SkillDocuments): Iterable<{ readonly path: string; readonly text: string; readonly ranges: readonly Range[] }> {
  for (const { path, text, markdown } of documents.all) {
    yield { path, text, ranges: [...markdown.spans, ...markdown.blocks].map(({ textRange }) => textRange).sort((a, b) => a.start - b.start) };
  }
  for (const { path, text } of documents.scripts) yield { path, text, ranges: [{ start: 0, end: text.length }] };
}
