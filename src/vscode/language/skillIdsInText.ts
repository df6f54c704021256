/** The id of a skill, as written in code. Offsets in UTF-16 code units. */
interface SkillMention {
  readonly kind: 'skill';
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** What pins a version, or `latest`, as written in code. */
export interface VersionMention {
  readonly kind: 'version';
  /** `skver_…`, a version number, or `latest`. */
  readonly ref: string;
  /** The skill it is a version of: the one named nearest, in the same object where there is one. */
  readonly skillId: string | undefined;
  readonly start: number;
  readonly end: number;
}

export type IdMention = SkillMention | VersionMention;

// Ids are `skill_` and letters and digits (`skills-api.md` 4.1); a digit tells them from names such as
// `skill_directory`.
const skillId = /(?<![\w-])skill_(?=[A-Za-z]*\d)[0-9A-Za-z]{6,80}(?![\w-])/g;
const versionId = /(?<![\w-])(?:skver|skillver|skill_version)_(?=[A-Za-z]*\d)[0-9A-Za-z]{6,80}(?![\w-])/g;
/** 16 digits: microseconds since 1970 (`skills-api.md` 4.2), from 2017 to 2033. */
const versionNumber = /(?<![\w.-])1[5-9]\d{14}(?![\w.-])/g;
const latest = /(?<![\w-])latest(?![\w-])/g;
/** What must stand right before a number or `latest` that is meant as a version. */
const versionKey = /version["'`]?\s*(?:[:=]|=>)\s*["'`]?$/i;
/** How far away, in characters, the skill of a version may be named. */
const reach = 600;

/**
 * Every id of a skill or version in the text, by position. Numbers and `latest` count only as a version beside a skill.
 */
export function findSkillIds(text: string): readonly IdMention[] {
  const skills = [...text.matchAll(skillId)].map(
    (match): SkillMention => ({ kind: 'skill', id: match[0], start: match.index, end: match.index + match[0].length }),
  );
  const versions = [...text.matchAll(versionId)].map((match) => toVersion(text, skills, match));
  const weak = [...text.matchAll(versionNumber), ...text.matchAll(latest)]
    .filter((match) => versionKey.test(text.slice(Math.max(0, match.index - 40), match.index)))
    .map((match) => toVersion(text, skills, match))
    .filter((mention) => mention.skillId !== undefined);
  return [...skills, ...versions, ...weak].sort((a, b) => a.start - b.start);
}

/** The mention that holds the offset; both ends count. */
export function skillIdAt(text: string, offset: number): IdMention | undefined {
  return findSkillIds(text).find(({ start, end }) => start <= offset && offset <= end);
}

function toVersion(text: string, skills: readonly SkillMention[], match: RegExpExecArray): VersionMention {
  const start = match.index;
  const end = start + match[0].length;
  return { kind: 'version', ref: match[0], skillId: nearestSkill(text, skills, start, end), start, end };
}

function nearestSkill(text: string, skills: readonly SkillMention[], start: number, end: number): string | undefined {
  let best: { readonly id: string; readonly walls: number; readonly distance: number } | undefined;
  for (const skill of skills) {
    const distance = skill.end <= start ? start - skill.end : skill.start - end;
    if (distance > reach) continue;
    const between = skill.end <= start ? text.slice(skill.end, start) : text.slice(end, skill.start);
    const walls = between.replace(/[^{}[\]]/g, '').length;
    if (!best || walls < best.walls || (walls === best.walls && distance < best.distance))
      best = { id: skill.id, walls, distance };
  }
  return best?.id;
}
