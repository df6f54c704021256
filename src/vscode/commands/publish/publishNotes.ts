import type { PreparedPublish, PublishPlan } from '../../../core/publish/plan.ts';
import type { PublishIntent } from './publishIntent.ts';
import type { With } from '../session.ts';

/**
 * Keeps what a plan found out, whatever the user does with it: its problems in the Problems view, and the ledger
 * mended.
 */
export async function notePlan(
  session: With<'ledgers' | 'log' | 'publishProblems'>,
  { plan, skill }: PreparedPublish,
  { source }: PublishIntent,
): Promise<void> {
  if (source.kind !== 'folder') return;
  session.publishProblems.set(source.folder, skill, ownProblems(plan));
  const [{ toRepair }, { recordPublished, notRecorded }] = await Promise.all([
    import('../../../core/publish/publish.ts'),
    import('../../../core/publish/ledger.ts'),
  ]);
  // A version that holds exactly this content was published by us or for us.
  const entry = toRepair(plan);
  if (!entry) return;
  const failure = await recordPublished(session.ledgers.file(source.folder), plan.folder, plan.connection.key, entry);
  if (failure !== undefined) session.log.warn(notRecorded(failure));
}

/** What only a publish finds, and what stands in its way although the editor may judge it for another target. */
function ownProblems({ problems, blockers }: PublishPlan): PublishPlan['problems'] {
  const blocked = blockers.some(({ code }) => code === 'problems');
  return problems.filter(
    ({ code, severity }) =>
      code.startsWith('secret/') || code.startsWith('package/') || (blocked && severity === 'error'),
  );
}
