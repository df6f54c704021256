import type { SkillReport } from '../../core/workspace/report.ts';
import type { Judge, JudgeRequest } from '../../core/workspace/skillJudge.ts';

/** Several judges that share the work. A folder always goes to the same one, which may have it read already. */
export class JudgePool implements Judge {
  readonly #judges: readonly Judge[];
  readonly #places = new Map<string, Judge>();
  #turn = 0;

  constructor(judges: readonly Judge[]) {
    this.#judges = judges;
  }

  judge(request: JudgeRequest, signal?: AbortSignal): Promise<SkillReport> {
    const judge = this.#places.get(request.folder) ?? this.#judges[this.#turn % this.#judges.length];
    if (!judge) throw new RangeError('A pool needs a judge.');
    if (!this.#places.has(request.folder)) this.#turn += 1;
    this.#places.set(request.folder, judge);
    return judge.judge(request, signal);
  }

  confusion: Judge['confusion'] = (...asked) => {
    const [judge] = this.#judges;
    if (!judge) throw new RangeError('A pool needs a judge.');
    return judge.confusion(...asked);
  };

  changed(folder: string, path?: string): void {
    this.#places.get(folder)?.changed(folder, path);
  }

  forget(folder: string): void {
    this.#places.get(folder)?.forget(folder);
    this.#places.delete(folder);
  }

  dispose(): void {
    for (const judge of this.#judges) judge.dispose();
  }
}
