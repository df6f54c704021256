import { visiblePath } from '../core/text/paths.ts';
import type { PublishChoices } from '../core/publish/guards.ts';
import type { PublishPlan } from '../core/publish/plan.ts';
import { toDisplayText } from '../core/text/display.ts';
import { plural, toSize } from '../core/text/size.ts';

/** Flag that makes each choice. */
const flags: Readonly<Record<keyof PublishChoices, string>> = {
  target: '--new or --skill-id',
  unchanged: '--allow-unchanged',
  remoteNewer: '--allow-newer',
  secrets: '--allow-secret with the fingerprint of each',
  allowedSecrets: '--allow-secret',
  production: '--yes',
};

/** A plan for a terminal: what goes where, what stays, what stands in the way and what opens it. */
export function formatPlan(plan: PublishPlan): string {
  const { target, sizes, connection } = plan;
  const label = target.label === undefined ? '' : ` (“${toDisplayText(target.label, 60)}”)`;
  const to = target.kind === 'newSkill' ? 'a new skill' : `a new version of ${target.skillId ?? ''}${label}`;
  const lines = [
    `${plan.name ?? plan.folder} → ${connection.name} (${connection.host ?? ''}): ${to}`,
    `  ${plural(sizes.files, 'file')}, ${toSize(sizes.uncompressed)}; request ${toSize(sizes.request)} of at ` +
      `most ${toSize(sizes.requestLimit)}`,
    `  ${plan.fingerprint}`,
    ...plan.files.map(
      ({ path, size, mode, unsearched }) =>
        `  + ${visiblePath(path)}  ` +
        `${toSize(size)}${mode === 0o755 ? ', executable' : ''}${unsearched ? ', searched only in part for secrets (binary)' : ''}`,
    ),
    ...plan.leftOut.map(({ path, reason }) => `  - ${visiblePath(path)}  stays: ${reason}`),
    ...plan.guards
      .filter(({ kind }) => !plan.blockers.some(({ code }) => code === kind))
      .map(({ message }) => `  note: ${toDisplayText(message, 600)}`),
    ...plan.secrets
      .filter(({ overridable }) => overridable)
      .map(
        ({ path, line, what, fingerprint }) =>
          `  secret? ${visiblePath(path)}${line === undefined ? '' : `:${line}`}  ${what}; fingerprint ${fingerprint}`,
      ),
    ...plan.blockers.map(
      ({ message, choice }) =>
        `  not published: ${toDisplayText(message, 600)}${choice === undefined ? '' : ` Or add ${flags[choice]}.`}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
