import * as vscode from 'vscode';
import type { ImpactClass } from '../../../core/impact/model.ts';
import { releaseNote } from '../../../core/impact/show.ts';
import type { PublishPlan } from '../../../core/publish/plan.ts';
import { maxNoteLength, parseNote } from '../../../core/publish/release.ts';
import type { ConfirmImpact } from '../../../core/publish/sheet/model.ts';
import { sidesOfVersions, sidesWithFolder } from '../compare/compare.ts';
import { showFindings } from '../compare/findings.ts';
import type { With } from '../session.ts';
import { sourceName, type PublishIntent } from './publishIntent.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Which changes the user wants to confirm; nothing in a workspace says so. */
export function confirmedImpact(): ConfirmImpact {
  const set = vscode.workspace.getConfiguration('skillPublisher').inspect('publish.confirmImpact')?.globalValue;
  return set === 'none' || set === 'all' ? set : 'high';
}

/** Shows where the changes of a class are, in the comparison with the latest version. */
export async function showImpact(
  session: With<'knownSkills' | 'published' | 'skills'>,
  { impact, target: { skillId, latestVersion: ref } }: PublishPlan,
  { source, connection }: PublishIntent,
  kind: ImpactClass,
): Promise<void> {
  if (impact?.kind !== 'compared' || skillId === undefined || ref === undefined) return;
  const findings = impact.findings.filter(({ severity, class: own }) => own === kind && severity !== 'low');
  const latest = { connection, skillId, ref };
  await showFindings(sourceName(source), findings, () =>
    source.kind === 'folder'
      ? sidesWithFolder(session, latest, source.folder)
      : sidesOfVersions(session, latest, source),
  );
}

/** A draft of a release note: what changes for users, in one line; '' when nothing is known. */
export function draftNote({ impact }: PublishPlan): string {
  if (impact?.kind !== 'compared') return '';
  const lines = releaseNote(impact.findings).replace(/^- /gm, '');
  return parseNote(lines)?.slice(0, maxNoteLength) ?? '';
}

export async function copyNote({ impact }: PublishPlan): Promise<void> {
  if (impact?.kind !== 'compared') return;
  await vscode.env.clipboard.writeText(releaseNote(impact.findings));
  void vscode.window.setStatusBarMessage(l10n.t`The release note is on the clipboard.`, 5000);
}
