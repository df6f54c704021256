import { RegistryError } from '../registry/errors.ts';
import type { RemoteSkill } from '../registry/model.ts';
import type { Registry } from '../registry/registry.ts';
import type { LedgerEntry } from './ledger.ts';
import { l10n } from '../text/l10n.ts';

const refuse = (): Promise<never> =>
  Promise.reject(new RegistryError('invalid', l10n.t`There is no registry here.`, { outcome: 'notSent' }));

/**
 * A registry that holds nothing and takes nothing: for plans that only show what a package would be. Sends no request.
 */
export const emptyRegistry: Registry = {
  dialect: 'ga',
  listSkills: () => Promise.resolve({ items: [], nextPage: undefined, unreadable: 0 }),
  listVersions: () => Promise.resolve({ items: [], nextPage: undefined, unreadable: 0 }),
  retrieveSkill: refuse,
  createSkill: refuse,
  deleteSkill: refuse,
  createVersion: refuse,
  retrieveVersion: refuse,
  deleteVersion: refuse,
  downloadVersion: refuse,
};

/**
 * A registry as the ledger remembers it of one folder: the skill with its last version, and whatever other skill somebody
 * names. For plans without a credential. Sends no request.
 */
export function rememberedRegistry(entry: LedgerEntry | undefined): Registry {
  const skillOf = (id: string): RemoteSkill => ({
    id,
    label: entry?.title ?? entry?.name,
    source: 'custom',
    createdAt: entry?.time ?? '',
    updatedAt: entry?.time ?? '',
    latestVersion: entry?.skillId === id ? entry.version : undefined,
  });
  return {
    ...emptyRegistry,
    retrieveSkill: (id) => Promise.resolve(skillOf(id)),
    retrieveVersion: (skillId, ref) =>
      entry?.skillId === skillId && entry.version === ref
        ? Promise.resolve({
            ref,
            id: ref,
            skillId,
            name: entry.name,
            description: '',
            directory: undefined,
            createdAt: entry.time,
          })
        : refuse(),
    downloadVersion: () =>
      Promise.reject(
        new RegistryError('offline', l10n.t`The published version is not read offline.`, { outcome: 'notSent' }),
      ),
  };
}
