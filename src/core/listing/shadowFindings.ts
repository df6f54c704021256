import type { CollectedSkill } from '../skill/collectSkill.ts';
import type { Finding } from '../skill/problem.ts';
import { listingShadowed } from '../skill/rules/listing.ts';
import { show, showSome } from '../skill/rules/show.ts';
import { nameOf } from '../text/addresses.ts';
import type { Shadow } from './confusable.ts';
import { l10n } from '../text/l10n.ts';

const mostShadows = 3;
const mostPhrases = 4;

/** What is told of skills in their own SKILL.md, by folder; of each the pairs that share most. */
export function shadowFindings(
  skills: readonly CollectedSkill[],
  shadows: readonly Shadow[],
): ReadonlyMap<string, readonly Finding[]> {
  const byFolder = new Map(skills.map((skill) => [skill.folder, skill]));
  const found = new Map<string, Finding[]>();
  for (const shadow of shadows) {
    const range = byFolder.get(shadow.skill)?.listed.description?.range;
    const own = found.get(shadow.skill) ?? [];
    if (!range || own.length >= mostShadows) continue;
    const name = byFolder.get(shadow.by)?.name?.text ?? nameOf(shadow.by);
    const message = shadowText(shadow, name);
    own.push(listingShadowed.found({ message, range, data: { by: shadow.by, name, phrases: shadow.phrases } }));
    found.set(shadow.skill, own);
  }
  return found;
}

/** What a pair shares, in a sentence or two. `name`: of the other skill. */
export function shadowText({ phrases, onlyWhenCut }: Shadow, name: string): string {
  const words = showSome(phrases, mostPhrases);
  return onlyWhenCut
    ? l10n.t`The skill ${show(name)} shares these words, and ranks above this one for them: ${words}. What sets this one apart is cut in the list.`
    : l10n.t`The skill ${show(name)} shares these words, and ranks above this one for them: ${words}.`;
}
