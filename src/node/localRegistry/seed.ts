import path from 'node:path';
import { ApiError } from './apiError.ts';
import { defaultWorkspace } from './credentials.ts';
import { skillFoldersIn, readFilesBelow } from './folder.ts';
import { newSkillId } from './ids.ts';
import type { Source } from './rows.ts';
import type { Store } from './store.ts';
import { fromFiles, type Upload } from './upload.ts';

interface SeedReport {
  readonly published: readonly string[];
  /** Skills that are there already with the same content. */
  readonly unchanged: readonly string[];
  /** One sentence per folder that was refused. */
  readonly refused: readonly string[];
}

/**
 * Publishes each skill folder right below `root` by GA's rules: as a new skill, as a new version of the skill of that
 * name, or not at all when one of its versions is equal. So a server may be started with the same seed again and again.
 */
export function seedFolders(store: Store, root: string): SeedReport {
  const report = { published: [] as string[], unchanged: [] as string[], refused: [] as string[] };
  for (const folder of skillFoldersIn(root)) {
    try {
      const upload = fromFiles(readFilesBelow(path.join(root, folder)), 'ga');
      (publishByName(store, upload, defaultWorkspace) ? report.published : report.unchanged).push(upload.name);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      report.refused.push(`${folder}: ${error.message}`);
    }
  }
  return report;
}

/**
 * False when a version of the skill of that name is this very archive: an older one must not come back over what was
 * published since.
 */
export function publishByName(store: Store, upload: Upload, workspace: string, source: Source = 'custom'): boolean {
  return store.transaction(() => {
    const skill = store.findSkillsByName(workspace, source, upload.name)[0];
    const id = skill?.id ?? newSkillId();
    if (skill === undefined) store.insertSkill({ id, workspace, source, label: undefined }, upload.name);
    if (store.hasContent(id, upload.archive)) return false;
    store.insertVersion(id, upload);
    return true;
  });
}
