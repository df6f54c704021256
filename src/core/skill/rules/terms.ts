import { lineAt, lineStart } from '../envelope.ts';
import { fix, replace } from '../fixing/fix.ts';
import type { Replacement } from '../fixing/files.ts';
import { retiredModels, retiredModelsAsOf } from '../retiredModels.ts';
import { type Finding, type RuleContext, type Term, group, levels, rule } from './rule.ts';
import { l10n } from '../../text/l10n.ts';
import { literally } from '../../text/patterns.ts';

const ownTerm = rule<Replacement | undefined>({
  code: 'term/own',
  title: "The text keeps to the words of the project's configuration",
  documentation:
    'The `terms` of `skill-publisher.config.json` name words that this project does not want, each with its message, ' +
    'its severity and, where there is one, what to write instead. Found as whole words in any case, in SKILL.md and ' +
    'in the Markdown files beside it.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'The configuration of the project',
  fix: (context) =>
    context.data === undefined
      ? []
      : [
          fix(
            context,
            l10n.t`Write “${context.data.replacement}”`,
            'preferred',
            replace(context, context.problem.range, context.data.replacement),
          ),
        ],
});

const retiredModel = rule({
  code: 'term/retired-model',
  title: 'No retired model is named',
  documentation:
    'A request that names a retired model fails. The list of names is part of this tool, as of ' +
    `${retiredModelsAsOf}; lines that say themselves that a model is retired, deprecated or replaced are not reported.`,
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'The deprecation pages of Anthropic, OpenAI and Google',
});

export const termRules = group([ownTerm, retiredModel], checkTerms);

/** Places that are reported of one word in one file; more help nobody. */
const mostPlaces = 20;
/** Terms that are looked for. */
const mostTerms = 500;
const retired = new Map(retiredModels.map((model) => [model.id, model]));
const retiredPattern = wordPattern([...retired.keys()]);
/** What each of them begins with: most texts name no model at all. */
const retiredStart = new RegExp([...new Set([...retired.keys()].map((id) => id.slice(0, 5)))].join('|'), 'i');
const saysSo = /retire|deprecat|replac|sunset|legacy|migrat|no longer|removed|shut ?down|end of life|→|->/i;

function* checkTerms({ documents, terms }: RuleContext): Iterable<Finding> {
  const known = terms.slice(0, mostTerms).map((term) => ({ term, pattern: wordPattern([term.term]) }));
  for (const { path, text } of documents.all) {
    for (const { term, pattern } of known) yield* checkTerm(path, text, term, pattern);
    if (!retiredStart.test(text)) continue;
    for (const match of [...text.matchAll(retiredPattern)].slice(0, mostPlaces)) {
      const model = retired.get(match[0].toLowerCase());
      const line = lineAt(text, lineStart(text, match.index));
      if (!model || saysSo.test(text.slice(line.start, line.end))) continue;
      yield retiredModel.found({
        file: path,
        message: l10n.t`${model.provider} retired ${model.id} on ${model.retired}: requests for it fail. Name a current model.`,
        range: { start: match.index, end: match.index + match[0].length },
      });
    }
  }
}

function* checkTerm(file: string, text: string, term: Term, pattern: RegExp): Iterable<Finding> {
  for (const match of [...text.matchAll(pattern)].slice(0, mostPlaces))
    yield {
      ...ownTerm.found({
        file,
        message: term.message,
        range: { start: match.index, end: match.index + match[0].length },
        data: term.replace === undefined ? undefined : { replacement: term.replace },
      }),
      severity: term.severity,
    };
}

/** Finds any of the words as a whole one. Holds nothing but characters as they are: it runs in linear time. */
function wordPattern(words: readonly string[]): RegExp {
  const some = words.map(literally).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${some})(?![\\p{L}\\p{N}_-])`, 'giu');
}
