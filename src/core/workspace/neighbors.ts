import { placeBudget, profileOfPlace } from '../listing/placeBudget.ts';
import { shadowFindings } from '../listing/shadowFindings.ts';
import type { CollectedSkill } from '../skill/collectSkill.ts';
import { SkillCollection, type CollectionSettings } from '../skill/collection.ts';
import type { Problem } from '../skill/problem.ts';
import type { Disposable } from '../text/emitter.ts';
import type { Later } from './batches.ts';
import type { Judge } from './skillJudge.ts';

/** Milliseconds after the last change before words are compared: what is typed waits for a pause. */
const pause = 1000;

interface NeighborsPort {
  readonly judge: Pick<Judge, 'confusion'>;
  readonly later: Later;
  /** Takes a failure of work nobody waits for. */
  onError(error: unknown): void;
}

/** Skills side by side: what is wrong with each because of the others, at once or once their words were compared. */
export class Neighbors implements Disposable {
  readonly #port: NeighborsPort;
  readonly #collection: SkillCollection;
  readonly #changed: { add(folder: string): void };
  readonly #life = new AbortController();
  /** The comparison that runs, or ran last. */
  #compared: Promise<void> = Promise.resolve();
  #timer: Disposable | undefined;

  /** `settings`: how folders are judged. `changed`: takes folders that have other problems now. */
  constructor(
    port: NeighborsPort,
    settings: ReadonlyMap<string, CollectionSettings>,
    changed: { add(folder: string): void },
  ) {
    this.#port = port;
    this.#changed = changed;
    this.#collection = new SkillCollection((folder) => settings.get(folder) ?? { target: 'api' }, placeBudget);
  }

  /** Takes the skill in a folder as it is now, `undefined` when it is gone. */
  update(folder: string, skill: CollectedSkill | undefined): void {
    for (const other of this.#collection.update(folder, skill)) this.#changed.add(other);
    if (!this.#collection.hasChanged) return;
    this.#timer?.dispose();
    this.#timer = this.#port.later(() => void this.compareWords(), pause);
  }

  /** Problems of its SKILL.md. */
  problemsOf(folder: string): readonly Problem[] {
    return this.#collection.problemsOf(folder);
  }

  /** Compares words where a skill changed, one comparison after the other. Never rejects. */
  compareWords(): Promise<void> {
    this.#compared = this.#compared
      .then(() => this.#compareChanged())
      .catch((error: unknown) => {
        if (!this.#life.signal.aborted) this.#port.onError(error);
      });
    return this.#compared;
  }

  dispose(): void {
    this.#life.abort();
    this.#timer?.dispose();
  }

  async #compareChanged(): Promise<void> {
    for (const place of this.#collection.takeChanged()) {
      const skills = this.#collection.skillsIn(place).toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
      const { shadows } =
        skills.length < 2
          ? { shadows: [] }
          : await this.#port.judge.confusion({ profile: profileOfPlace(place), skills }, this.#life.signal);
      for (const folder of this.#collection.tell(place, shadowFindings(skills, shadows))) this.#changed.add(folder);
    }
  }
}
