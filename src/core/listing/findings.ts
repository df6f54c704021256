import { collectSkill, type CollectedSkill } from '../skill/collectSkill.ts';
import type { Finding } from '../skill/problem.ts';
import { listingCut } from '../skill/rules/listing.ts';
import { show } from '../skill/rules/show.ts';
import type { Skill } from '../skill/skill.ts';
import { agentText } from './agentText.ts';
import { lostPhrases } from './phrases.ts';
import { profileOf, type ListingProfile } from './profile.ts';

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
  const shown = phrases.slice(0, mostShown).map(show).join(', ');
  const more = phrases.length > mostShown ? ` and ${phrases.length - mostShown} more` : '';
  const what = listed.whenToUse ? 'Description and when_to_use have' : 'The description has';
  const message =
    `${what} ${whole.length} characters; Claude Code lists the first ${text.length - 1}, so that no model sees ` +
    `what follows before it chose the skill${shown === '' ? '' : `: ${shown}${more}`}.`;
  return [listingCut.found({ message, range: { start: cap.at, end: mapped.range.end }, data: { phrases } })];
}
