import type { RemoteSkill } from '../../core/registry/model.ts';
import { skillName } from '../host/labels.ts';
import { toSkillName } from '../../core/skill/skillName.ts';

/** Which skills the registry view shows, and in what order. */
export interface RegistryFilter {
  /** Words that must all appear in label, name or id, in any case; '' shows all. */
  readonly text: string;
  /** `custom`, `anthropic`, another word of the service, or `undefined` for all. */
  readonly source: string | undefined;
  readonly sort: 'date' | 'name';
}

export const showAll: RegistryFilter = { text: '', source: undefined, sort: 'date' };

/** True when some skills may be hidden. */
export function isNarrowed({ text, source }: RegistryFilter): boolean {
  return text.trim() !== '' || source !== undefined;
}

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** Newest first, or by name; equal ones keep the service's order. `nameOf` gives the slug where it is known. */
export function applyFilter(
  skills: readonly RemoteSkill[],
  filter: RegistryFilter,
  nameOf: (skillId: string) => string | undefined,
): readonly RemoteSkill[] {
  const words = fold(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const matching = skills.filter((skill) => {
    if (filter.source !== undefined && skill.source !== filter.source) return false;
    if (words.length === 0) return true;
    const label = skill.label ?? '';
    // The listing has no slugs; that of a skill is nearly always the one its label gives.
    const text = fold(`${label}\n${nameOf(skill.id) ?? toSkillName(label) ?? ''}\n${skill.id}`);
    return words.every((word) => text.includes(word));
  });
  if (filter.sort === 'date')
    return matching.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));
  const labels = new Map(matching.map((skill) => [skill, skillName(skill, nameOf(skill.id))]));
  return matching.sort((a, b) => byName.compare(labels.get(a) ?? '', labels.get(b) ?? ''));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
