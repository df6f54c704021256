import { paragraphBefore } from '../whose.ts';
import type { Range } from '../problem.ts';
import { type SkillDocument, holdsOne, matchesIn } from './documents.ts';
import { anyOf } from '../../text/patterns.ts';

/** Names that stand for any person, or that no person has; each also with a number or a word behind it. */
const anyone = (
  'user users username you your me my myself name some runner node ubuntu app coder vscode claude agent dev developer ' +
  'jovyan example foo bar alice bob john jane johndoe janedoe jdoe jsmith johnsmith shared public default sandbox ' +
  'oai computeruse test tester testuser admin demo guest person somebody someone someuser root vagrant pi ec2 ' +
  'clawdbot openclaw moltbot builder build ci workspace project host home work nvidia jetson'
)
  .split(' ')
  .map((name) => `[${name.charAt(0).toUpperCase()}${name.charAt(0)}]${name.slice(1)}`)
  .join('|');
/** Case and what stands in front tell a home folder from a part of another path or of an address. */
const home = new RegExp(
  [
    String.raw`(?:(?<![\w.:/~}>-])|(?<=file:\/\/))(?:\/Users\/|\/home\/|[A-Za-z]:\\Users\\)`,
    String.raw`(?!(?:(?:${anyone})(?:\d+|[._-]\w+)?|[Mm]y[A-Za-z]+|[Yy]our\w+|[Uu]ser\w*|\w*[Nn]ame|x+|[A-Z_]+)(?=[\\/]))`,
    String.raw`([A-Za-z][\w.-]*)(?=[\\/])`,
  ].join(''),
  'g',
);
/** What is forbidden, corrected or only shown. */
const shown = anyOf(
  'i',
  /\b(?:do not|don['’]t|never|avoid|instead of|rather than|must not|no hard-?cod\w+|hard-?cod\w+)\b|\bnot [`"']/,
  /\b(?:e\.g\.|for example|example|such as|anonymi[sz]\w*|redact\w*|leak\w*|sensitive|detect\w*)(?=\W|$)|[❌✗✘]/,
);
/** A heading of what is wrong. */
const wrongHeading = /\b(?:anti-?patterns?|mistakes?|wrong|bad|avoid|pitfalls?|don['’]?ts?)\b/i;
/** What stands behind a path in the same line. */
const comment = /(?:#|\/\/|<!--|←|<-)[^\n]*/;
const wrong = /\b(?:hard-?cod\w*|wrong|bad|don['’]?t|avoid|never)\b/i;
/** A block in one of these languages shows what a program printed, or a file of somebody. */
const output = /^(?:log|logs|text|txt|plain\w*|output|diff|patch|json|jsonc|jsonl|markdown|md|xml|csv)$/;

function isCalledWrong(text: string, end: number): boolean {
  const rest = text.slice(end, end + 200).split('\n', 1)[0] ?? '';
  return wrong.test(comment.exec(rest)?.[0] ?? '');
}

/** Paths into the home folder of one person that the text does not only show. */
export function* findHomes({
  text,
  markdown,
}: SkillDocument): Iterable<{ readonly range: Range; readonly written: string }> {
  if (!holdsOne(text, ['/Users/', '/home/', ':\\Users\\'])) return;
  const blocks = markdown.blocks.filter(({ language }) => !output.test(language ?? ''));
  const code = [...markdown.spans, ...blocks].map(({ textRange }) => textRange);
  for (const { range, match } of matchesIn(text, [...markdown.prose, ...code], home, 20)) {
    if (shown.test(paragraphBefore(text, range.start)) || isCalledWrong(text, range.end)) continue;
    const heading = markdown.headings.findLast((each) => each.range.start < range.start);
    if (heading === undefined || !wrongHeading.test(heading.text)) yield { range, written: match[0] };
  }
}
