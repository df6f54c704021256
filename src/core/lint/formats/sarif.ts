import { toJson } from '../../text/json.ts';
import type { ArtifactLocation, Log, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif';
import type { Severity } from '../../skill/problem.ts';
import { rules as ruleTable } from '../../skill/rules/all.ts';
import { familyOf } from '../../skill/rules/toProblem.ts';
import { projectUrl } from '../../text/project.ts';
import type { Place } from '../../workspace/report.ts';
import type { LintProblem } from '../result.ts';
import type { Format } from './format.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const satisfies Record<
  Severity,
  Result.level
>;
const base = '%SRCROOT%';

/** SARIF 2.1.0, one run: for GitHub's code scanning and other collectors. */
export const sarif: Format = ({ skills, target, version }) => {
  const problems = skills.flatMap((skill) => skill.problems);
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  const urls = new Map(problems.map(({ code, url }) => [code, url]));
  const indexes = new Map(codes.map((code, index) => [code, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'skill-publisher',
            informationUri: projectUrl,
            ...(/^\d+\.\d+\.\d+/.test(version) ? { semanticVersion: version } : { version }),
            rules: codes.map((code) => toRule(code, urls.get(code))),
          },
        },
        automationDetails: { id: `skill-publisher/${target}/` },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => toResult(problem, indexes.get(problem.code) ?? -1)),
      },
    ],
  };
  return toJson(log);
};

function toRule(code: string, url: string | undefined): ReportingDescriptor {
  const info = ruleTable.get(code) ?? ruleTable.get(familyOf(code));
  return {
    id: code,
    ...(info
      ? {
          shortDescription: { text: info.title },
          fullDescription: { text: info.documentation },
          help: { text: info.documentation, markdown: info.documentation },
        }
      : {}),
    ...(url === undefined ? {} : { helpUri: url }),
  };
}

function toResult(problem: LintProblem, ruleIndex: number): Result {
  const { code, severity, message, path, at, related, fingerprint, baselined, fix } = problem;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: toLocation({ path, at }) }],
    ...(related && related.length > 0
      ? { relatedLocations: related.map((each) => ({ physicalLocation: toLocation(each) })) }
      : {}),
    partialFingerprints: { 'skillPublisher/v1': fingerprint },
    ...(baselined
      ? { suppressions: [{ kind: 'external' as const, justification: 'Known before: in the baseline' }] }
      : {}),
    ...(fix && fix.edits.length > 0
      ? {
          fixes: [
            {
              description: { text: fix.title },
              artifactChanges: [
                {
                  artifactLocation: toArtifact(path),
                  replacements: fix.edits.map((edit) => ({
                    deletedRegion: toRegion(edit.at),
                    insertedContent: { text: edit.newText },
                  })),
                },
              ],
            },
          ],
        }
      : {}),
  };
}

function toLocation({ path, at }: Pick<LintProblem, 'path' | 'at'>): PhysicalLocation {
  return { artifactLocation: toArtifact(path), region: toRegion(at) };
}

function toArtifact(path: string): ArtifactLocation {
  return { uri: toUri(path), uriBaseId: base };
}

function toRegion({ start, end }: Place): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A relative reference of RFC 3986, each segment encoded. */
function toUri(path: string): string {
  const segments = path.split('/').map((segment) => encodeURIComponent(segment.toWellFormed()));
  return segments.join('/');
}
