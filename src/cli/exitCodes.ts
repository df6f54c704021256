import type { PublishOutcome } from '../core/publish/outcome.ts';
import type { PublishPlan } from '../core/publish/plan.ts';

/** Exit code of a plan that is not published. */
export function planCode({ blockers }: PublishPlan): number {
  return blockers.every(({ code }) => code === 'unchanged') ? 0 : 1;
}

/** Exit code of what became of a publish: 3 when that is not known. */
export function publishCode(outcome: PublishOutcome): number {
  switch (outcome.kind) {
    case 'published':
      return 0;
    case 'unknown':
      return 3;
    case 'notPublished':
      return outcome.reason === 'canceled' ? 130 : 1;
    case 'stale':
    case 'busy':
      return 1;
  }
}
