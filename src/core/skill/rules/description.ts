import { addDescription, removeAngles } from '../fixing/description.ts';
import { type Quote, type QuoteRange, quoteValue, quoteWithComment } from '../fixing/quote.ts';
import { type FrontMatter, type FrontMatterValue, findEntry } from '../frontMatter.ts';
import { countCharacters, descriptionMaxCharacters } from '../limits.ts';
import { readableText } from '../meantValue.ts';
import type { Range } from '../problem.ts';
import { seenAs } from './fields.ts';
import { inHostFrontMatter } from './hostReading.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { sequence } from '../../text/patterns.ts';
import { l10n } from '../../text/l10n.ts';

const descRequired = rule({
  code: 'desc/required',
  title: 'The front matter has a description',
  documentation:
    'Agents decide by the description alone whether they load the skill. Say what it does and when to use it.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: 'Open specification; platform documentation: "Must be non-empty"',
  fix: addDescription,
  saidByHost: inHostFrontMatter(({ description }) => description === undefined || description.text === ''),
});

const descType = rule<Quote>({
  code: 'desc/type',
  title: 'The description is a text',
  documentation: 'YAML reads an unquoted number, `yes`, or a list as something other than text. Quote the description.',
  severity: levels('error', 'warning', 'warning', 'warning'),
  source: 'Packaging check of the vendor: `Description must be a string, got int`',
  fix: quoteValue(l10n.mark('Quote the value'), 'safe'),
  saidByHost: inHostFrontMatter(({ description }) => description !== undefined && description.text === undefined),
});

const descLength = rule({
  code: 'desc/length',
  title: 'The description has at most 1,024 characters',
  documentation: 'Longer ones are refused by the Skills API and cut by VS Code. Move detail into the body.',
  severity: levels('error', 'warning', 'warning', 'error'),
  source: "Open specification; server: `field 'description' in SKILL.md must be at most 1024 characters`",
});

const descXml = rule({
  code: 'desc/xml',
  title: 'The description has no XML tags',
  documentation:
    'The description becomes part of a prompt. Write the words without `<` and `>`, for example in backticks.',
  severity: levels('error', 'off', 'off', 'off'),
  source: 'Server: `SKILL.md description cannot contain XML tags`',
  fix: removeAngles,
});

const descAngle = rule({
  code: 'desc/angle',
  title: 'The description has no angle brackets',
  documentation:
    "The vendor's packaging check refuses every `<` and `>`; what the Skills API does with a lone one is not " +
    'known. Write “more than 5 MB” instead of “> 5 MB”.',
  severity: levels('warning', 'off', 'off', 'off'),
  source: 'Packaging check of the vendor: `Description cannot contain angle brackets (< or >)`',
  fix: removeAngles,
});

const descWhen = rule({
  code: 'desc/when',
  title: 'The description says when to use the skill',
  documentation:
    'Without it an agent does not know when to load the skill. Add a sentence such as “Use when the user asks for …”.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Open specification: "Should describe both what the skill does and when to use it"',
});

const descPerson = rule({
  code: 'desc/person',
  title: 'The description is not written in the first or second person',
  documentation:
    'The description is read among those of many skills; in “I can help you”, nobody knows who is speaking. ' +
    'Write “Extracts text from PDFs” or “Use when …”.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Platform best practices: "Always write in third person"',
});

const descVague = rule({
  code: 'desc/vague',
  title: 'The description is specific',
  documentation:
    'A few general words match everything and nothing. Name the objects, the file types and the words people ' +
    'use when they ask.',
  severity: levels('information', 'information', 'information', 'information'),
  source: 'Platform best practices: "Avoid vague descriptions"',
});

const descMultiline = rule<Quote>({
  code: 'desc/multiline',
  title: 'The description is on one line',
  documentation:
    'Some tools read front matter line by line and know only some of the YAML forms for long text. One ' +
    'quoted line is read by all.',
  severity: levels('hint', 'off', 'off', 'hint'),
  source: "The vendor's `skill-creator` knows only four forms of block text",
  fix: quoteValue(l10n.mark('Write it on one line'), 'possible'),
});

const descComment = rule<QuoteRange>({
  code: 'desc/comment',
  title: 'No comment follows the description',
  documentation:
    'YAML takes what follows whitespace and `#` for a comment, also where a number or a heading was meant: ' +
    '`Top # 1 lists` is read as `Top`. Quote the description to keep it, or write the comment on a line of ' +
    'its own.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'YAML 1.2.2, section 6.6',
  fix: quoteWithComment('possible'),
});

export const descriptionRules = group(
  [descRequired, descType, descLength, descXml, descAngle, descWhen, descPerson, descVague, descMultiline, descComment],
  checkDescription,
);

const xmlTag = /<\/?[A-Za-z][^<>]*>|<!--|<\?/;
/**
 * Words that lead in when the skill is to be used, in lower case. That "when" stands somewhere is not enough: it may tell
 * what it does. One by one, for most descriptions need only the first: to make all ready takes longer than all else of a
 * short run.
 */
const triggers: readonly RegExp[] = [
  sequence(
    '',
    anyWord(
      'use uses used useful apply applies applicable invoke invoked load loaded activate activates activated trigger ' +
        'triggers triggered call called run read consult consulted pick choose needed required helpful relevant',
    ),
    /[^.!?]{0,80}/,
    anyWord('when whenever if before after while during'),
  ),
  sequence('', /(?:^|[.;:!?(—–,-]\s*)/, anyWord('when whenever if before after while')),
  sequence(
    '',
    anyWord('when whenever if once after before'),
    / (?:(?:the|an?|your|any) )?/,
    anyWord(
      'user users human humans customer customers people someone somebody you claude asked needed necessary required ' +
        'relevant appropriate task tasks request requests',
    ),
  ),
  /\bwhen(?:ever)? (?:[a-z]+ly )?[a-z]+ing\b/,
  sequence(
    '',
    /\busers? (?:(?:explicitly|just|simply|only|also|may|might|specifically) )?/,
    /(?:asks?|wants?|needs?|says?|mentions?|requests?|types?|describes?)\b/,
  ),
  /\bask(?:ed|s|ing) (?:to|for|about)\b|\bwho (?:needs?|wants?)\b/,
  sequence(
    '',
    anyWord(
      'use used useful helpful handy meant intended applicable invoke invoked activate activates best perfect ideal ' +
        'suitable great good',
    ),
    / (?:(?:this|it|them|the|skill|only|also|primarily|especially|mainly|proactively|by|default) ){0,3}/,
    anyWord('for to in on as with during alongside'),
  ),
  /\btrigger(?:s|ed)?(?: (?:on|by|for|with|phrases?|words?|terms?|keywords?|include)\b|\s*[:—–(-])/,
  /\bkeywords?:|\bactivat(?:es?|ed) (?:on|by|for|with)\b|\bapplies to\b/,
  /\b(?:must|should|always) (?:be )?(?:use|load|call|run|consult|invoke|read|activate)d?\b/,
  /\b(?:use|invoke|load|consult|read|apply) (?:this|it)\b/,
  /\bfor (?:tasks|questions|requests|situations?|cases|use cases)\b|\btasks? (?:like|such as|involving)\b/,
];

function anyWord(words: string): RegExp {
  return new RegExp(`\\b(?:${words.replaceAll(' ', '|')})\\b`);
}

/** When it is not to be used says nothing of when it is. */
const otherwise = /\b(?:not|never|don['’]t) (?:to be )?use[^.!?]*/gi;

function saysWhen(text: string): boolean {
  const said = text.replace(otherwise, '').toLowerCase();
  return triggers.some((trigger) => trigger.test(said));
}

const firstOrSecondPerson = /^(?:I|I'm|I'll|I’m|I’ll|We|We'll|My|You can|You will|You'll|Let me)\s/;
const vague = sequence(
  'i',
  /^(?:helps?|works?|deals?|assists?|processes|handles|does)\s+(?:with\s+)?/,
  /(?:stuff|things|documents|data|files|tasks|work|stuff with files)\W*$/,
);

/** Rules about the field `description`. */
function* checkDescription(context: RuleContext): Iterable<Finding> {
  const { frontMatter, skill } = context;
  if (!frontMatter.opening || frontMatter.state === 'tooLarge' || frontMatter.root === 'other') return;
  const entry = findEntry(frontMatter, 'description');
  if (!entry) {
    if (frontMatter.entries.some(({ key }) => key.toLowerCase() === 'description')) return;
    yield descRequired.found({
      message: l10n.t`There is no description. Agents use it to decide whether to load the skill, and the Skills API requires it. Say what the skill does and when to use it.`,
      range: frontMatter.opening,
    });
    return;
  }
  const whenToUse = findEntry(frontMatter, 'when_to_use')?.value.text ?? '';
  if (entry.broken) {
    const meant = readableText(skill.text, frontMatter, entry);
    if (meant && meant.text !== '') yield* checkDescriptionText(meant.text, whenToUse, meant.range, context);
    return;
  }
  const { value } = entry;
  const range = value.range.end > value.range.start ? value.range : entry.keyRange;
  if (value.kind === 'null' || (value.kind === 'text' && value.text.trim() === '')) {
    yield descRequired.found({
      message: l10n.t`The description is empty. Say what the skill does and when to use it.`,
      range,
    });
  } else if (value.kind !== 'text') {
    yield descType.found({
      message: l10n.t`The description must be a string; YAML reads ${seenAs(value)} here. Quote it.`,
      range,
      data: { quote: value.text },
    });
  } else {
    yield* checkDescriptionText(value.text, whenToUse, range, context);
    yield* checkYamlComment(value, skill.text);
    if (value.style !== 'none' && /[\r\n]/.test(skill.text.slice(range.start, range.end))) {
      yield descMultiline.found({
        message: l10n.t`The description spans several lines; every tool reads one quoted line the same way.`,
        range,
        data: { quote: value.text },
      });
    }
  }
}

/** Comments that look like a cut text are another rule's, `fm/hash-truncation`. */
function* checkYamlComment({ comment, style, range }: FrontMatterValue, text: string): Iterable<Finding> {
  if (!comment || style !== 'plain' || /^#[^\s#]/.test(text.slice(comment.start, comment.end))) return;
  yield descComment.found({
    message: l10n.t`YAML reads this as a comment, not as part of the description. Quote the value to keep it, or write the comment on a line of its own.`,
    range: comment,
    data: { quoteRange: { start: range.start, end: comment.end } },
  });
}

function* checkDescriptionText(text: string, whenToUse: string, range: Range, context: RuleContext): Iterable<Finding> {
  yield* checkLength(text.trim(), range);
  yield* checkTags(text, range);
  yield* checkVoice(text.trim(), whenToUse, range, context);
}

function* checkLength(text: string, range: Range): Iterable<Finding> {
  const length = countCharacters(text);
  if (length > descriptionMaxCharacters) {
    yield descLength.found({
      message: l10n.t`The description has ${length} characters; the Skills API rejects more than ${descriptionMaxCharacters}. Move details into the body.`,
      range,
    });
  }
}

function* checkTags(text: string, range: Range): Iterable<Finding> {
  if (xmlTag.test(text)) {
    yield descXml.found({
      message: l10n.t`The description contains an XML tag; the Skills API rejects that. Write it without “<” and “>”.`,
      range,
    });
  } else if (/[<>]/.test(text)) {
    yield descAngle.found({
      message: l10n.t`The description contains an angle bracket; the vendor’s packaging check rejects “<” and “>”. Describe it in words.`,
      range,
    });
  }
}

function* checkVoice(text: string, whenToUse: string, range: Range, { frontMatter }: RuleContext): Iterable<Finding> {
  if (firstOrSecondPerson.test(text) && !isName(text, frontMatter)) {
    yield descPerson.found({
      message: l10n.t`The description speaks in the first or second person. Say what the skill does (“Extracts …”) or when to use it (“Use when …”).`,
      range,
    });
  }
  if (vague.test(text) || isName(text, frontMatter)) {
    yield descVague.found({
      message: l10n.t`The description is too general. Name what the skill works on, and the words people use when they ask for it.`,
      range,
    });
  } else if (isEnglish(text) && whenToUse.trim() === '' && !mayNotStart(frontMatter) && !saysWhen(text)) {
    yield descWhen.found({
      message: l10n.t`The description does not say when to use the skill. Add “Use when …”.`,
      range,
    });
  }
}

/** True when the description is the name of the skill, in whatever letters. */
function isName(text: string, frontMatter: FrontMatter): boolean {
  const name = findEntry(frontMatter, 'name')?.value.text ?? '';
  if (name === '') return false;
  const wanted = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  let at = 0;
  // A description says something else from its first letters on.
  for (const character of text) {
    if (!/[\p{L}\p{N}]/u.test(character)) continue;
    const letter = character.toLowerCase();
    if (!wanted.startsWith(letter, at)) return false;
    at += letter.length;
  }
  return at === wanted.length;
}

/** True when only a person starts the skill: the model need not know when. */
function mayNotStart(frontMatter: FrontMatter): boolean {
  return findEntry(frontMatter, 'disable-model-invocation')?.value.text.trim() === 'true';
}

/** Most texts hold nothing else, which is told faster than what a character is. */
const plain = /^[\x20-\x7e\n]*$/;

/** Wording is judged only in English: two words or more, with one that other languages in these letters do not have. */
function isEnglish(text: string): boolean {
  return (
    /\S\s+\S/.test(text) &&
    (plain.test(text) || !/[^\p{ASCII}\p{P}\p{S}\s]/u.test(text)) &&
    /\b(?:the|and|of|with|for|from|to|into|your|via|using|by|this|that|like|skills?|toolkit|guide)\b/i.test(text)
  );
}
