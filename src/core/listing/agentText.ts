import { countCharacters } from '../skill/limits.ts';
import { offsetInFile, type MappedText } from '../skill/mappedText.ts';
import type { ListedTexts } from '../skill/collectSkill.ts';
import { firstCodePoints, firstUnits } from './measure.ts';
import type { ListingProfile } from './profile.ts';

/** Where a text stops to be listed. */
export interface CutPoint {
  readonly field: 'description' | 'when_to_use' | 'metadata.short-description';
  /** In the text of the field, UTF-16 units. */
  readonly offset: number;
  /** In SKILL.md. */
  readonly at: number;
}

/** What an agent takes of the texts of a skill. */
export interface AgentText {
  /** As it is listed when there is room for all of it; cut at the agent's own limit. */
  readonly text: string;
  /** Where that limit cuts; `undefined` when it does not. */
  readonly cap: CutPoint | undefined;
  /** Of a place in `text`. */
  cutPoint(offset: number): CutPoint;
  /** What is in front of a place, whitespace folded where the agent folds it. */
  partOf(cut: CutPoint): string;
}

/** Between the description and what is added to it. */
const joint = ' - ';

interface Part {
  readonly field: CutPoint['field'];
  readonly mapped: MappedText;
  /** As the agent has it: whitespace may be folded. */
  readonly text: string;
  /** In the whole. */
  readonly start: number;
}

/** `cap`: UTF-16 units of the whole, or code points where the agent counts these; the profile's own when left out. */
export function agentText(texts: ListedTexts, profile: ListingProfile, cap = profile.caps.text): AgentText {
  const parts = fieldParts(texts, profile);
  const whole = parts.map(({ text }) => text).join(joint);
  const cutPoint = (offset: number): CutPoint => {
    const part = parts.findLast(({ start }) => start <= offset) ?? parts[0];
    if (!part) return { field: 'description', offset: 0, at: 0 };
    const own = unfolded(part, Math.min(offset - part.start, part.text.length));
    return { field: part.field, offset: own, at: offsetInFile(part.mapped, own) };
  };
  const partOf = ({ field, offset }: CutPoint): string => {
    const part = parts.find((each) => each.field === field);
    return part ? whole.slice(0, part.start) + foldedFor(profile, part.mapped.text.slice(0, offset)) : '';
  };
  const { mark = '' } = profile.caps;
  const byUnits = profile.count === 'width' || profile.count === 'characters';
  const length = byUnits ? whole.length : countCharacters(whole);
  if (cap === undefined || length <= cap) return { text: whole, cap: undefined, cutPoint, partOf };
  const kept = byUnits ? firstUnits(whole, cap - mark.length) : firstCodePoints(whole, cap - mark.length);
  return { text: kept + mark, cap: cutPoint(kept.length), cutPoint, partOf };
}

function fieldParts(texts: ListedTexts, profile: ListingProfile): readonly Part[] {
  const { description, whenToUse, shortDescription } = texts;
  const isShort = profile.shortDescription === true && shortDescription !== undefined;
  const fields = [
    isShort ? (['metadata.short-description', shortDescription] as const) : (['description', description] as const),
    ['when_to_use', profile.whenToUse === true ? whenToUse : undefined],
  ] as const;
  let start = 0;
  return fields.flatMap(([field, mapped]) => {
    if (!mapped) return [];
    const text = foldedFor(profile, mapped.text);
    const part = { field, mapped, text, start };
    start += text.length + joint.length;
    return [part];
  });
}

function foldedFor({ foldsWhiteSpace }: ListingProfile, text: string): string {
  return foldsWhiteSpace === true ? text.replace(/\s+/g, ' ') : text;
}

/** The offset in the text as it is written of an offset in the text with folded whitespace. */
function unfolded({ mapped, text }: Part, offset: number): number {
  if (mapped.text === text) return offset;
  let at = 0;
  for (let count = 0; count < offset; count += 1) {
    const white = /\s+/y;
    white.lastIndex = at;
    at += white.exec(mapped.text)?.[0].length ?? 1;
  }
  return at;
}
