import type { Registry } from '../../core/registry/registry.ts';
import { fetchFacts, type PublishedFacts } from '../host/publishedFacts.ts';

/** Milliseconds for which an answer, and that there is none, counts. */
const fresh = 300_000;
const failedFor = 30_000;

interface Kept {
  readonly until: number;
  readonly facts: Promise<PublishedFacts | undefined>;
  readonly answered: boolean;
}

/** Facts about skills by id, asked for once in five minutes: two requests a skill, whatever is looked at. */
export class SkillIdFacts {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `undefined` when the registry does not know the skill. `key` names the registry. Rejects with `RegistryError`. */
  of(key: string, registry: Registry, skillId: string): Promise<PublishedFacts | undefined> {
    const name = `${key}\n${skillId}`;
    const known = this.#kept.get(name);
    if (known && known.until > this.#now()) return known.facts;
    const facts = fetchFacts(registry, skillId);
    this.#kept.set(name, { until: this.#now() + fresh, facts, answered: false });
    const settle = (time: number) => (): void => {
      if (this.#kept.get(name)?.facts === facts)
        this.#kept.set(name, { until: this.#now() + time, facts, answered: true });
    };
    facts.then(settle(fresh), settle(failedFor));
    return facts;
  }

  /** Forgets what was found out before now. What is being asked for stays: its own answers are news too. */
  forgetAnswers(): void {
    for (const [name, { answered }] of this.#kept) if (answered) this.#kept.delete(name);
  }

  forget(): void {
    this.#kept.clear();
  }
}

/** How many versions are newer than `ref`; `undefined` when it is not among those known. */
export function versionsBehind({ versions }: PublishedFacts, ref: string): number | undefined {
  const index = versions.findIndex((version) => version.ref === ref || version.id === ref);
  return index < 0 ? undefined : index;
}
