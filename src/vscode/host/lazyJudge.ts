import type { ImpactReader } from '../../core/impact/impact.ts';
import type { Judge } from '../../core/workspace/skillJudge.ts';

type Both = Judge & ImpactReader;

/** A judge that is made when it is first asked: what it needs is no part of starting the editor. */
export class LazyJudge implements Both {
  readonly #make: () => Promise<Both>;
  #judge: Promise<Both> | undefined;
  #made: Both | undefined;
  #disposed = false;

  constructor(make: () => Promise<Both>) {
    this.#make = make;
  }

  judge: Both['judge'] = async (...asked) => (await this.#start()).judge(...asked);

  impact: Both['impact'] = async (...asked) => (await this.#start()).impact(...asked);

  confusion: Both['confusion'] = async (...asked) => (await this.#start()).confusion(...asked);

  changed(folder: string, path?: string): void {
    this.#made?.changed(folder, path);
  }

  forget(folder: string): void {
    this.#made?.forget(folder);
  }

  dispose(): void {
    this.#disposed = true;
    this.#made?.dispose();
  }

  #start(): Promise<Both> {
    this.#judge ??= this.#make().then((judge) => {
      if (this.#disposed) judge.dispose();
      return (this.#made = judge);
    });
    return this.#judge;
  }
}
