import { type Finding, type ImpactClass, type ImpactSeverity, impactClasses, impactSeverities } from './model.ts';
import { l10n } from '../text/l10n.ts';

/** The findings of one class, the loudest first. */
interface ImpactGroup {
  readonly class: ImpactClass;
  /** The worst of its findings. */
  readonly severity: ImpactSeverity;
  readonly findings: readonly Finding[];
}

/** One group for each class that has findings, in the order of the classes. */
export function groupsOf(findings: readonly Finding[]): readonly ImpactGroup[] {
  return impactClasses.flatMap((each): ImpactGroup[] => {
    const own = findings.filter((finding) => finding.class === each);
    const severity = impactSeverities.find((level) => own.some((finding) => finding.severity === level));
    return severity === undefined ? [] : [{ class: each, severity, findings: own }];
  });
}

/** What a class says about the version, as a heading. */
export const classTitles: Readonly<Record<ImpactClass, string>> = {
  get breaking() {
    return l10n.t`May break callers`;
  },
  get wider() {
    return l10n.t`Can do more`;
  },
  get narrower() {
    return l10n.t`Does less`;
  },
  get cost() {
    return l10n.t`Costs`;
  },
  get neutral() {
    return l10n.t`Other changes`;
  },
};

/** "2 may break callers · 1 can do more": what is loud, at most 60 characters; '' when nothing is. */
export function summaryOf(findings: readonly Finding[]): string {
  const loud = groupsOf(findings.filter(({ severity }) => severity !== 'low'));
  const parts = loud.map((group) => classCount(group.class, group.findings.length));
  for (let length = parts.length; length > 1; length -= 1) {
    const said = parts.slice(0, length).join(' · ');
    if (said.length <= 60) return said;
  }
  return parts[0] ?? '';
}

function classCount(kind: ImpactClass, count: number): string {
  switch (kind) {
    case 'breaking':
      return l10n.t`${count} may break callers`;
    case 'wider':
      return l10n.t`${count} can do more`;
    case 'narrower':
      return l10n.t`${count} does less`;
    case 'cost':
      return l10n.t`${count} costs more`;
    case 'neutral':
      return l10n.t`${count} to note`;
  }
}

/** Lines of a release note. */
const noteLines = 5;

/**
 * A draft of a release note: the loudest findings, one a line, at most five. '' when there are none. Always English, as
 * all that is published. May hold text of the skill: not safe to show as it is.
 */
export function releaseNote(findings: readonly Finding[]): string {
  const told = findings.filter(({ code }) => code !== 'impact/text-only' && code !== 'impact/version-not-raised');
  const more = told.length - noteLines;
  const lines = told.slice(0, more > 0 ? noteLines - 1 : noteLines).map(({ message, note = message }) => `- ${note}`);
  return [...lines, ...(more > 0 ? [`- and ${told.length - lines.length} more changes`] : [])].join('\n');
}
