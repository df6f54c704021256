import { RegistryError } from '../../../../src/core/registry/errors.ts';
import type { Page, RemoteSkill, RemoteVersion } from '../../../../src/core/registry/model.ts';
import type { Registry } from '../../../../src/core/registry/registry.ts';

export const skill = (id: string, more: Partial<RemoteSkill> = {}): RemoteSkill => ({
  id,
  label: id,
  latestVersion: `${id}-v1`,
  source: 'custom',
  createdAt: '',
  updatedAt: '',
  ...more,
});
const version = (skillId: string, number: number): RemoteVersion => ({
  ref: `${skillId}-v${number}`,
  id: `${skillId}-v${number}`,
  skillId,
  name: `slug-${skillId}`,
  description: '',
  directory: undefined,
  createdAt: String(number).padStart(6, '0'),
});
const refusal = (): RegistryError => new RegistryError('server', 'It failed (500).', { outcome: 'refused' });

/** A service with these skills, `versions` of each; cursors are offsets. */
export class FakeService {
  skills: RemoteSkill[];
  versions = 1;
  failing = false;
  readonly asked: string[] = [];

  constructor(skills: RemoteSkill[]) {
    this.skills = skills;
  }

  get registry(): Registry {
    const refuse = (): Promise<never> => Promise.reject(new Error('not expected'));
    return {
      dialect: 'ga',
      listSkills: ({ limit = 20, page, source } = {}) =>
        this.#page(
          `skills ${source ?? 'all'} ${limit}`,
          this.skills.filter((item) => source === undefined || item.source === source),
          limit,
          page,
        ),
      listVersions: (id, { limit = 20, page } = {}) =>
        this.#page(
          `versions ${id}`,
          Array.from({ length: this.versions }, (_, index) => version(id, this.versions - index)),
          limit,
          page,
        ),
      retrieveSkill: (id) => this.#retrieve(id),
      createSkill: refuse,
      deleteSkill: refuse,
      createVersion: refuse,
      retrieveVersion: refuse,
      deleteVersion: refuse,
      downloadVersion: refuse,
    };
  }

  #retrieve(id: string): Promise<RemoteSkill> {
    const found = this.skills.find((item) => item.id === id);
    if (found && !this.failing) return Promise.resolve(found);
    return Promise.reject(
      this.failing
        ? refusal()
        : new RegistryError('notFound', 'Not found.', { outcome: 'refused', serverMessage: 'Skill not found' }),
    );
  }

  #page<T>(name: string, items: readonly T[], limit: number, cursor: string | undefined): Promise<Page<T>> {
    this.asked.push(name);
    if (this.failing) return Promise.reject(refusal());
    const start = Number(cursor ?? 0);
    return Promise.resolve({
      items: items.slice(start, start + limit),
      nextPage: start + limit < items.length ? String(start + limit) : undefined,
      unreadable: 0,
    });
  }
}

export const many = (count: number): RemoteSkill[] =>
  Array.from({ length: count }, (_, index) => skill(`s${String(index).padStart(5, '0')}`));
