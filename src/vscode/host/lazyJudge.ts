import type { SkillReport } from '../../core/workspace/report.ts';
import type { Judge, JudgeRequest } from '../../core/workspace/skillJudge.ts';

/** A judge that is made when it is first asked: what it needs is no part of starting the editor. */
export class LazyJudge implements Judge {
  readonly #make: () => Promise<Judge>;
  #judge: Promise<Judge> | undefined;
  #made: Judge | undefined;
  #disposed = false;

  constructor(make: () => Promise<Judge>) {
    this.#make = make;
  }

  async judge(request: JudgeRequest, signal?: AbortSignal): Promise<SkillReport> {
    this.#judge ??= this.#make().then((judge) => {
      if (this.#disposed) judge.dispose();
      this.#made = judge;
      return judge;
    });
    return (await this.#judge).judge(request, signal);
  }

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
}
