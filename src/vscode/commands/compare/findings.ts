import * as vscode from 'vscode';
import type { Finding } from '../../../core/impact/model.ts';
import { classTitles, groupsOf, releaseNote, summaryOf } from '../../../core/impact/show.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { toIconSafe } from '../../host/labels.ts';
import type { With } from '../session.ts';
import { showFileDifference, type Side } from './comparison.ts';
import { l10n } from '../../../core/text/l10n.ts';

interface FindingRow extends vscode.QuickPickItem {
  readonly finding?: Finding;
}

/** Lists changes by class and opens the one that is chosen; of one alone its place at once. */
export async function showFindings(
  title: string,
  findings: readonly Finding[],
  sides: () => Promise<readonly [left: Side, right: Side]>,
): Promise<void> {
  const rows = groupsOf(findings).flatMap(({ class: kind, findings: own }): FindingRow[] => [
    { label: classTitles[kind], kind: vscode.QuickPickItemKind.Separator },
    ...own.map((finding) => ({
      label: `$(${finding.severity === 'high' ? 'warning' : 'info'}) ${toIconSafe(finding.message)}`,
      description: toIconSafe((finding.new ?? finding.old)?.path ?? ''),
      finding,
    })),
  ]);
  const chosen =
    findings.length === 1
      ? findings[0]
      : (await vscode.window.showQuickPick(rows, { title: toIconSafe(title), matchOnDescription: true }))?.finding;
  if (!chosen) return;
  const [left, right] = await sides();
  const place = chosen.new ?? chosen.old;
  if (place) await showFileDifference(title, place.path, left, right, chosen.new?.range);
}

/** Says after a comparison what changes for users, where there is something to see. */
export async function tellImpact(
  session: With<'impact'>,
  title: string,
  left: Side,
  right: Side,
  signal?: AbortSignal,
): Promise<void> {
  const [old, now] = [left, right].map(({ files }) => ({ fingerprint: '', files }));
  if (!old || !now) return;
  const { findings } = await session.impact.impact({ old, now, tool: '', isSealed: true }, signal);
  const said = summaryOf(findings);
  if (said === '') return;
  const [show, copy] = [l10n.t`Show Places…`, l10n.t`Copy as Release Note`];
  const name = toDisplayText(title, 64);
  const chosen = await vscode.window.showInformationMessage(
    l10n.t`${name}, ${left.label} to ${right.label}: ${said}.`,
    show,
    copy,
  );
  const seen = findings.filter(({ severity }) => severity !== 'low');
  if (chosen === show) await showFindings(name, seen, () => Promise.resolve([left, right]));
  if (chosen === copy) await vscode.env.clipboard.writeText(releaseNote(findings));
}
