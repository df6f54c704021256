import assert from 'node:assert/strict';
import type { ListingSkill, Listing, ListingOptions } from '../../../../src/core/listing/listing.ts';
import { toListing } from '../../../../src/core/listing/listing.ts';
import { findProfile, type ListingProfile } from '../../../../src/core/listing/profile.ts';
import { collectSkill } from '../../../../src/core/skill/collectSkill.ts';

/** A skill in a folder; `description`: what stands behind the colon. */
export function skill(folder: string, description: string, more = '', rest: Partial<ListingSkill> = {}): ListingSkill {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const text = `---\nname: ${name}\ndescription: ${description}\n${more}---\nBody\n`;
  const collected = collectSkill(folder, { fileName: 'SKILL.md', text });
  assert.ok(collected);
  return { collected, ...rest };
}

export function skills(count: number, description: (index: number) => string, more = ''): readonly ListingSkill[] {
  return Array.from({ length: count }, (_, index) =>
    skill(`/w/skills/s${String(index).padStart(3, '0')}`, description(index), more),
  );
}

export function profile(id: string): ListingProfile {
  const found = findProfile(id);
  assert.ok(found);
  return found;
}

export function listing(some: readonly ListingSkill[], id: string, options: ListingOptions = {}): Listing {
  return toListing(some, profile(id), options);
}

/** The state of each skill by its name. */
export function states({ entries }: Listing): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ name, state }) => [name, state]));
}
