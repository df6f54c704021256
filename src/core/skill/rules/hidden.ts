import { fix, replace } from '../fixing/fix.ts';
import type { Removal } from '../fixing/keys.ts';
import { scanMaxLength } from '../limits.ts';
import { findMojibake } from '../mojibake.ts';
import type { Range } from '../problem.ts';
import { perText } from './remembered.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { codePoint } from '../../text/display.ts';
import { l10n, translated } from '../../text/l10n.ts';

const fileHiddenCharacter = rule<Removal>({
  code: 'file/hidden-character',
  title: 'The text contains no hidden characters',
  documentation:
    'Control characters, invisible characters and characters that change the direction of text make a file ' +
    'say something else to an agent than to a reader; they are a known way to hide instructions. Those that ' +
    'a script or an emoji needs are not reported.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'CVE-2021-42574 (Trojan Source); hidden instructions in published skills',
  fix: (context) => [
    fix(context, l10n.t`Delete the hidden characters`, 'preferred', replace(context, context.data.remove, '')),
  ],
});

export const hiddenRules = group([fileHiddenCharacter], checkHidden);

const suspects = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}]|\u034F|\u115F|\u1160|\u3164|\uFFA0/gu;
/** Most texts hold nothing but these, and none of them is a suspect: told much faster than each one by itself. */
const plain = new RegExp(
  `^[${[
    String.raw`\t\n\r\x20-\x7e\xa1-\xac\xae-\u02ff`,
    String.raw`\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2bff`,
    String.raw`\u3001-\u312f\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e`,
  ].join('')}]*$`,
);
/** Format characters of Arabic, Syriac and Kaithi that are visible. */
const visibleFormat = /[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]/u;
const perFile = 10;

const names: readonly (readonly [RegExp, string])[] = [
  [/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u, l10n.mark('changes the direction of the text')],
  [/[\u{E0000}-\u{E007F}]/u, l10n.mark('invisible tag character')],
  [/\p{Variation_Selector}/u, l10n.mark('invisible variation selector')],
  [/\p{Cc}/u, l10n.mark('control character')],
];

/** Hidden characters in SKILL.md and in every other text file of the folder. */
function* checkHidden({ skill, documents }: RuleContext): Iterable<Finding> {
  yield* findHidden(skill.text.slice(0, scanMaxLength));
  for (const { path, text } of documents.texts) {
    if (/\.min\.\w+$/.test(path)) continue;
    for (const finding of hiddenIn(text)) {
      if (!isShown(text, finding.range)) yield { ...finding, file: path };
    }
  }
}

/** A reference that shows in a block what such characters look like, and says so in that line. Never in SKILL.md. */
function isShown(text: string, { start, end }: Range): boolean {
  const shown = text.slice(start, end);
  const line = text.slice(text.lastIndexOf('\n', start) + 1, (text.indexOf('\n', end) + 1 || text.length + 1) - 1);
  if (/^[\u200B-\u200D\u2060]$/.test(shown) && /\bzero[- ]width\b/i.test(line)) return true;
  return Array.from(shown).every((character) => line.includes(codePoint(character)));
}

const hiddenIn = perText((text): readonly Finding[] => [...findHidden(text)]);

/** The runs of hidden characters in a text that no script or emoji needs, at most 10. */
export function* findHidden(text: string): Iterable<Finding> {
  if (plain.test(text)) return;
  let count = 0;
  let run: Range | undefined;
  // Deleting what was encoded twice would destroy it: another rule tells of that.
  const twice = /[\u0080-\u009F]/.test(text) ? findMojibake(text) : [];
  let next = 0;
  for (const match of text.matchAll(suspects)) {
    const range = { start: match.index, end: match.index + match[0].length };
    while ((twice[next]?.range.end ?? Infinity) <= range.start) next += 1;
    if ((twice[next]?.range.start ?? Infinity) <= range.start || isHarmless(text, match[0], range)) continue;
    if (run?.end === range.start) {
      run = { start: run.start, end: range.end };
      continue;
    }
    if (run) yield toFinding(text, run);
    count += run ? 1 : 0;
    if (count >= perFile) return;
    run = range;
  }
  if (run) yield toFinding(text, run);
}

function toFinding(text: string, range: Range): Finding {
  const characters = Array.from(text.slice(range.start, range.end));
  const first = characters[0] ?? '';
  const what = translated(names.find(([pattern]) => pattern.test(first))?.[1] ?? l10n.mark('invisible'));
  return fileHiddenCharacter.found({
    message:
      characters.length === 1
        ? l10n.t`Hidden character: ${codePoint(first)} (${what}). An agent reads what a person does not see. Delete it.`
        : l10n.t`${characters.length} hidden characters, the first ${codePoint(first)} (${what}). An agent reads what a person does not see. Delete them.`,
    range,
    data: { remove: { start: range.start, end: range.end } },
  });
}

const fenceGuards: ReadonlySet<number> = new Set([0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060]);

/** Scripts and emoji need some of these characters; only their proper use is let through. */
function isHarmless(text: string, character: string, { start, end }: Range): boolean {
  const code = character.codePointAt(0) ?? 0;
  const before = characterBefore(text, start);
  const after = String.fromCodePoint(text.codePointAt(end) ?? 32);
  if (code === 0xfeff) return start === 0;
  if (visibleFormat.test(character)) return true;
  if (code === 0xfe0f || code === 0xfe0e) return /[\p{Extended_Pictographic}\d#*]/u.test(before);
  if (code === 0x200d)
    return /[\p{Extended_Pictographic}\uFE0F\p{Emoji_Modifier}]/u.test(before)
      ? /\p{Extended_Pictographic}/u.test(after)
      : isJoining(before) && isJoining(after);
  if (code === 0x200c) return isJoining(before) && isJoining(after);
  // A guard that keeps an inner fence from ending the block around it.
  if (
    fenceGuards.has(code) &&
    /^[`~]{3}/.test(text.slice(end, end + 3)) &&
    /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, start - 20), start))
  )
    return true;
  if (code === 0x200b) return /[\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u.test(before);
  if (code === 0x200e || code === 0x200f || code === 0x061c)
    return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text.slice(Math.max(0, start - 40), end + 40));
  if ((code >= 0xe0100 && code <= 0xe01ef) || (code >= 0xfe00 && code <= 0xfe02))
    return /[\p{Script=Han}\p{S}]/u.test(before);
  if (code >= 0x180b && code <= 0x180f) return /\p{Script=Mongolian}/u.test(before);
  if (code >= 0xe0020 && code <= 0xe007f) return isFlag(text, start);
  return false;
}

/** Letters of scripts that join, and their marks. */
function isJoining(character: string): boolean {
  return /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}])[\p{L}\p{M}]/u.test(character);
}

/** A flag of a region is a black flag, two to six tag letters and the cancel tag. */
function isFlag(text: string, start: number): boolean {
  const first = Math.max(0, start - 14);
  const at = text.slice(first, start).lastIndexOf('\u{1F3F4}');
  if (at < 0) return false;
  const from = first + at;
  const flag = /^\u{1F3F4}[\u{E0061}-\u{E007A}]{2,6}\u{E007F}/u.exec(text.slice(from, from + 18));
  return flag !== null && from + flag[0].length > start;
}

function characterBefore(text: string, start: number): string {
  return Array.from(text.slice(Math.max(0, start - 2), start)).at(-1) ?? '';
}
