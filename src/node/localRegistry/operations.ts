import { ApiError, badRequest, skillNotFound, versionNotFound } from './apiError.ts';
import type { Dialect } from './dialect.ts';
import { newSkillId } from './ids.ts';
import type { SkillRow, VersionRow } from './rows.ts';
import type { Store } from './store.ts';
import type { Upload } from './upload.ts';
import { parseVersionSlot, type VersionRoute } from './versionSlot.ts';
import { whenFree } from './whenFree.ts';

/** Whose request it is and by which rules it is judged. */
export interface Caller {
  readonly workspace: string;
  readonly dialect: Dialect;
}

/** Throws the 404. GA hides a skill without versions (left over from beta) behind a 400. */
export function retrieveSkill(store: Store, caller: Caller, skillId: string): SkillRow {
  const skill = existingSkill(store, caller, skillId);
  if (caller.dialect === 'ga' && skill.latestEpoch === null) {
    throw badRequest(`Skill ${skillId} has no versions. Upload a version, or delete the Skill.`);
  }
  return skill;
}

export function existingSkill(store: Store, caller: Caller, skillId: string): SkillRow {
  const skill = store.findSkill(caller.workspace, skillId);
  if (skill === undefined) throw skillNotFound(skillId);
  return skill;
}

/** A skill and its first version, in one transaction. In beta a label must not be used twice in a workspace. */
export async function createSkill(
  store: Store,
  caller: Caller,
  label: string | undefined,
  upload: Upload,
): Promise<SkillRow> {
  return whenFree(store, () => {
    if (caller.dialect === 'beta' && label !== undefined && store.isLabelTaken(caller.workspace, label)) {
      throw badRequest(`Skill cannot reuse an existing display_title: ${label}`);
    }
    const id = newSkillId();
    store.insertSkill({ id, workspace: caller.workspace, source: 'custom', label }, upload.name);
    store.insertVersion(id, upload);
    return existingSkill(store, caller, id);
  });
}

/** Beta refuses while there are versions; GA deletes them too. */
export async function removeSkill(store: Store, caller: Caller, skillId: string): Promise<void> {
  await whenFree(store, () => {
    const skill = writableSkill(store, caller, skillId);
    if (caller.dialect === 'beta' && skill.latestEpoch !== null) {
      throw badRequest('Cannot delete skill with existing versions. Delete all versions first.');
    }
    store.deleteSkill(skillId);
  });
}

/** The slug of a skill never changes: every version must have it. */
export async function createVersion(
  store: Store,
  caller: Caller,
  skillId: string,
  upload: Upload,
): Promise<VersionRow> {
  return whenFree(store, () => {
    const skill = writableSkill(store, caller, skillId);
    if (skill.name !== upload.name) {
      throw badRequest(
        `Skill name '${upload.name}' in SKILL.md must be consistent across all versions for a given ` +
          `\`skill_id\`. Expected '${skill.name}'.`,
      );
    }
    return store.insertVersion(skillId, upload);
  });
}

/** Throws the 400 of a slot that the dialect or the route does not take, and the 404s. */
export function retrieveVersion(
  store: Store,
  caller: Caller,
  skillId: string,
  slotText: string,
  route: VersionRoute,
): VersionRow {
  const slot = parseVersionSlot(slotText, caller.dialect, route);
  const skill = store.findSkill(caller.workspace, skillId);
  if (skill === undefined) throw skillNotFound(skillId);
  let version: VersionRow | undefined;
  if (slot.kind === 'latest')
    version = store.listVersions({ skillId, order: 'newestFirst', after: undefined, limit: 1 })[0];
  else version = store.findVersion(skillId, slot);
  if (version !== undefined) return version;
  // The content route names the skill even when it is the version that is missing.
  throw route === 'content' ? skillNotFound(skillId) : versionNotFound(skillId, slotText);
}

/** GA keeps a skill's only version; beta lets it go and the skill stays, empty. */
export async function removeVersion(
  store: Store,
  caller: Caller,
  skillId: string,
  slotText: string,
): Promise<VersionRow> {
  return whenFree(store, () => {
    const version = retrieveVersion(store, caller, skillId, slotText, 'delete');
    writableSkill(store, caller, skillId);
    if (caller.dialect === 'ga' && store.countVersions(skillId) === 1) {
      throw badRequest("cannot delete a Skill's only version. Delete the Skill, or create another version first");
    }
    store.deleteVersion(version);
    return version;
  });
}

/** The stored archive. Only custom skills can be downloaded with an API key. */
export function contentOf(
  store: Store,
  caller: Caller,
  skillId: string,
  slotText: string,
): { readonly name: string; readonly archive: Uint8Array } {
  const version = retrieveVersion(store, caller, skillId, slotText, 'content');
  if (existingSkill(store, caller, skillId).source !== 'custom') {
    throw new ApiError(
      403,
      'Downloading skill content is not supported with this credential type. Use a workspace API key, an ' +
        'environment credential, or a Session credential.',
    );
  }
  return { name: version.name, archive: store.readArchive(version.archiveHash) };
}

/**
 * Skills of other sources are read-only. The service knows them by the form of their ids (`xlsx`) and words the refusal
 * accordingly.
 */
export function requireWritableId(skillId: string): void {
  if (!skillId.startsWith('skill_')) throw badRequest(`Invalid skill_id format: ${skillId}`);
}

function writableSkill(store: Store, caller: Caller, skillId: string): SkillRow {
  const skill = store.findSkill(caller.workspace, skillId);
  if (skill === undefined) throw skillNotFound(skillId);
  requireWritableId(skillId);
  if (skill.source !== 'custom') throw badRequest(`Skill ${skillId} is read-only: its source is ${skill.source}.`);
  return skill;
}
