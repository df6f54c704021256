import { RegistryError } from '../registry/errors.ts';
import type { Registry } from '../registry/registry.ts';

const refuse = (): Promise<never> =>
  Promise.reject(new RegistryError('invalid', 'There is no registry here.', { outcome: 'notSent' }));

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
