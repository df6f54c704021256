import type { RemoteSkill } from '../registry/model.ts';
import type { Registry } from '../registry/registry.ts';
import { newestOwnSkills } from './remote.ts';

/** Port: a small file of what is known of one connection. A failure is none: what is in it can be asked for again. */
export interface SkillIndexFile {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** What never changes of a skill. `name` is the slug, once a version of it was seen. */
export interface IndexedSkill {
  readonly id: string;
  readonly label?: string | undefined;
  readonly name?: string | undefined;
}

/** The own skills of one connection, as they are known between two runs. */
interface SkillIndex {
  /** Newest first. */
  readonly skills: readonly IndexedSkill[];
  /** True when there is no own skill that is not in it. */
  readonly complete: boolean;
}

/** Skills that are kept; the oldest go. */
const maxSkills = 20_000;
/** Skills asked for where none are known; the client takes what the dialect allows. */
const wholePage = 1000;
const nothing: SkillIndex = { skills: [], complete: false };

/** An index as of now, and the skills of the page it was brought up to date with. */
interface Refreshed extends SkillIndex {
  readonly seen: ReadonlyMap<string, RemoteSkill>;
}

/**
 * Brings what is known up to date with the newest page, which is one request, or two when more came than a usual page
 * holds. A list is newest first, so behind a skill that was known nothing is new, whatever was deleted meanwhile.
 */
export async function refreshIndex(
  registry: Registry,
  file: SkillIndexFile | undefined,
  signal?: AbortSignal,
): Promise<Refreshed> {
  const before = parseIndex(await file?.read());
  const known = new Set(before.skills.map(({ id }) => id));
  let page = await newestOwnSkills(registry, known.size > 0 ? { signal } : { signal, limit: wholePage });
  const meets = (): boolean => page.items.some(({ id }) => known.has(id));
  if (known.size > 0 && page.rest === 'older' && !meets())
    page = await newestOwnSkills(registry, { signal, limit: wholePage });
  const seen = new Map(page.items.map((skill) => [skill.id, skill]));
  const names = new Map(before.skills.map(({ id, name }) => [id, name]));
  const newest = page.items.map(({ id, label }) => ({ id, label, name: names.get(id) }));
  const older =
    page.rest === 'none' ? [] : before.skills.slice(before.skills.findLastIndex(({ id }) => seen.has(id)) + 1);
  const skills = [...newest, ...older];
  return {
    skills: skills.slice(0, maxSkills),
    complete:
      page.unreadable === 0 &&
      skills.length <= maxSkills &&
      (page.rest === 'none' || (page.rest === 'older' && before.complete && meets())),
    seen,
  };
}

/** Plain JSON, one row a skill. */
export function formatIndex({ skills, complete }: SkillIndex): string {
  const rows = skills.map(({ id, label, name }) => [id, label ?? null, ...(name === undefined ? [] : [name])]);
  return JSON.stringify({ format: 1, complete, skills: rows });
}

/** What cannot be read is nothing known. */
function parseIndex(text: string | undefined): SkillIndex {
  try {
    const { format, complete, skills } = JSON.parse(text ?? '{}') as Readonly<Record<string, unknown>>;
    if (format !== 1 || typeof complete !== 'boolean' || !Array.isArray(skills)) return nothing;
    const read = skills.map(toIndexed);
    return read.every((skill) => skill !== undefined) ? { complete, skills: read } : nothing;
  } catch {
    return nothing;
  }
}

function toIndexed(row: unknown): IndexedSkill | undefined {
  if (!Array.isArray(row)) return undefined;
  const [id, label, name] = row as readonly unknown[];
  if (typeof id !== 'string') return undefined;
  return {
    id,
    ...(typeof label === 'string' ? { label } : {}),
    ...(typeof name === 'string' ? { name } : {}),
  };
}
