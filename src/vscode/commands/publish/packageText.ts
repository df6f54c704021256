import type { PublishPlan } from '../../../core/publish/plan.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { toSize } from '../../../core/text/size.ts';

/** The package as text: what travels, what stays and why, sizes against the limit. */
export function toPackageText(plan: PublishPlan): string {
  const { sizes, files, leftOut, name = 'skill' } = plan;
  const width = Math.max(...files.map(({ path }) => path.length), 10) + name.length + 1;
  const rows = files.map(({ path, size, mode, unsearched }) => {
    const shown = `${name}/${toDisplayText(path, 300)}`.padEnd(width + 2);
    const marks = [mode === 0o755 ? '  executable' : '', unsearched ? '  not searched for secrets (binary)' : ''];
    return `  ${shown}${toSize(size).padStart(10)}${marks.join('')}`;
  });
  const stays = leftOut.map(({ path, reason }) => `  ${toDisplayText(path, 300)}\n      ${toDisplayText(reason, 300)}`);
  return [
    `Package of ${name} (${plan.folder})`,
    '',
    `Request     ${sizes.request.toLocaleString('en')} of ${sizes.requestLimit.toLocaleString('en')} bytes`,
    `Files       ${sizes.files}, ${toSize(sizes.uncompressed)} unpacked, ${toSize(sizes.archive)} as zip`,
    `Fingerprint ${plan.fingerprint}`,
    '',
    `These files travel:`,
    ...rows,
    '',
    leftOut.length === 0 ? 'Nothing is left out.' : 'These stay:',
    ...stays,
    '',
  ].join('\n');
}
