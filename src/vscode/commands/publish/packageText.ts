import type { PublishPlan } from '../../../core/publish/plan.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { toNumber, toSize } from '../../../core/text/size.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** The package as text: what travels, what stays and why, sizes against the limit. */
export function toPackageText(plan: PublishPlan): string {
  const { sizes, files, leftOut, name = 'skill' } = plan;
  const width = Math.max(...files.map(({ path }) => path.length), 10) + name.length + 1;
  const rows = files.map(({ path, size, mode, unsearched }) => {
    const shown = `${name}/${toDisplayText(path, 300)}`.padEnd(width + 2);
    const marks = [
      mode === 0o755 ? l10n.t`  executable` : '',
      unsearched ? l10n.t`  binary: only readable text is searched for secrets` : '',
    ];
    return `  ${shown}${toSize(size).padStart(10)}${marks.join('')}`;
  });
  const stays = leftOut.map(({ path, reason }) => `  ${toDisplayText(path, 300)}\n      ${toDisplayText(reason, 300)}`);
  return [
    l10n.t`Package of ${name} (${plan.folder})`,
    '',
    l10n.t`Request     ${toNumber(sizes.request)} of ${toNumber(sizes.requestLimit)} bytes`,
    l10n.t`Files       ${sizes.files}, ${toSize(sizes.uncompressed)} unpacked, ${toSize(sizes.archive)} as zip`,
    l10n.t`Fingerprint ${plan.fingerprint}`,
    '',
    l10n.t`Included files:`,
    ...rows,
    '',
    leftOut.length === 0 ? l10n.t`Nothing is excluded.` : l10n.t`Excluded:`,
    ...stays,
    '',
  ].join('\n');
}
