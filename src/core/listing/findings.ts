import { collectSkill, type CollectedSkill } from '../skill/collectSkill.ts';
import type { Finding } from '../skill/problem.ts';
import { listingCut } from '../skill/rules/listing.ts';
import { showSome } from '../skill/rules/show.ts';
import type { Skill } from '../skill/skill.ts';
import { agentText } from './agentText.ts';
import { lostPhrases } from './phrases.ts';
import { profileOf, type ListingProfile } from './profile.ts';
import { l10n } from '../text/l10n.ts';
import { toNumber } from '../text/size.ts';

/** What the limit of a single entry cuts off a skill in the list of Claude Code. */
export function cutFindings(skill: Pick<Skill, 'fileName' | 'text'>): readonly Finding[] {
  const profile = profileOf('claude-code');
  // Most front matter is shorter than what is listed of it.
  const end = skill.text.search(/(?:\r\n?|\n)---[ \t]*(?:[\r\n]|$)/);
  if (end < (profile.caps.text ?? 0)) return [];
  const collected = collectSkill('', skill);
  return collected ? cutFindingsOf(collected, profile) : [];
}

const mostShown = 3;

function cutFindingsOf({ listed }: CollectedSkill, profile: ListingProfile): readonly Finding[] {
  const { text, cap } = agentText(listed, profile);
  const mapped = cap?.field === 'when_to_use' ? listed.whenToUse : listed.description;
  if (!cap || !mapped) return [];
  const whole = agentText(listed, profile, Infinity).text;
  const phrases = lostPhrases(whole, text.slice(0, -(profile.caps.mark?.length ?? 0)));
  const [length, most] = [toNumber(whole.length), toNumber(text.length - 1)];
  const base = listed.whenToUse
    ? l10n.t`Description and when_to_use have ${length} characters; Claude Code lists the first ${most}, so no model sees the rest before it chooses the skill.`
    : l10n.t`The description has ${length} characters; Claude Code lists the first ${most}, so no model sees the rest before it chooses the skill.`;
  const message = phrases.length === 0 ? base : l10n.t`${base} Not shown: ${showSome(phrases, mostShown)}.`;
  return [listingCut.found({ message, range: { start: cap.at, end: mapped.range.end }, data: { phrases } })];
}
