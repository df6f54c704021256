import type { Dialect } from './dialect.ts';
import type { SkillRow, VersionRow } from './rows.ts';
import { toTimestamp } from './timestamp.ts';

/** A Skill as the dialect writes it: exactly 7 keys each. */
export function toSkillBody(skill: SkillRow, dialect: Dialect): object {
  const common = {
    id: skill.id,
    type: 'skill',
    created_at: toTimestamp(skill.createdAt),
    updated_at: toTimestamp(skill.updatedAt),
  };
  if (dialect === 'beta') {
    const latest = skill.latestEpoch === null ? null : String(skill.latestEpoch);
    return { ...common, display_title: skill.label, latest_version: latest, source: skill.source };
  }
  const latest = skill.latestSuffix === null ? null : toVersionId(skill.latestSuffix, 'ga');
  return {
    ...common,
    display_name: skill.label ?? skill.name,
    latest_version_id: latest,
    source: { type: skill.source },
  };
}

/** A SkillVersion as the dialect writes it: 8 keys in beta, 6 in GA. */
export function toVersionBody(version: VersionRow, dialect: Dialect): object {
  const common = {
    id: toVersionId(version.idSuffix, dialect),
    type: 'skill_version',
    skill_id: version.skillId,
    name: version.name,
    description: version.description,
    created_at: toTimestamp(version.epoch),
  };
  return dialect === 'ga' ? common : { ...common, version: String(version.epoch), directory: version.directory };
}

/** Beta answers with the number that its URLs take, GA with the id. */
export function toDeletedVersionBody(version: VersionRow, dialect: Dialect): object {
  return {
    id: dialect === 'ga' ? toVersionId(version.idSuffix, 'ga') : String(version.epoch),
    type: 'skill_version_deleted',
  };
}

export function toDeletedSkillBody(skillId: string): object {
  return { id: skillId, type: 'skill_deleted' };
}

export function toListBody(data: readonly object[], nextPage: string | undefined, dialect: Dialect): object {
  const nullable = nextPage ?? null;
  return dialect === 'ga'
    ? { data, next_page: nullable }
    : { data, has_more: nextPage !== undefined, next_page: nullable };
}

function toVersionId(idSuffix: string, dialect: Dialect): string {
  return `${dialect === 'ga' ? 'skver_' : 'skill_version_'}${idSuffix}`;
}
