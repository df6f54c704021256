import type { ArchiveFile } from '../core/bundle/extract.ts';
import { LedgerError } from '../core/publish/ledger.ts';
import type { PreparedPublish } from '../core/publish/plan.ts';
import type { PublishOutcome } from '../core/publish/outcome.ts';
import { RegistryError } from '../core/registry/errors.ts';
import { UsageError } from './arguments.ts';
import { toJson } from '../core/text/json.ts';
import { toLines, toReported } from './report.ts';

/** Number of the shape below; goes up when a key changes its meaning or goes away. */
const reportFormat = 1;

/** Why a publish did not happen or is not known, as the JSON output has it. */
interface ReportedError {
  /** Kinds of `RegistryError`; `ledger`, `file`, `usage` for what is wrong on this side; `unsettled`: an earlier upload. */
  readonly kind: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** The service's own words. */
  readonly serverMessage: string | undefined;
  /** System code, for example `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** Seconds the service asks to wait. */
  readonly retryAfter: number | undefined;
}

/** What only an answer of the service, or the system, has. */
export const nothingMore = {
  status: undefined,
  requestId: undefined,
  serverMessage: undefined,
  code: undefined,
  retryAfter: undefined,
} as const;

export interface PublishReport {
  readonly prepared?: PreparedPublish | undefined;
  readonly outcome?: PublishOutcome | undefined;
  readonly error?: ReportedError | undefined;
  /** The ledger was brought up to date. */
  readonly repaired?: boolean;
}

/**
 * One JSON object that always has all keys; what is not there is `null`. Ranges are lines and characters from 0, as
 * `validate` has them.
 */
export function formatReport({ prepared, outcome, error, repaired = false }: PublishReport): string {
  const files = prepared?.files ?? [];
  const lines = toLines(files);
  const plan = prepared && {
    ...prepared.plan,
    problems: toReported(prepared.plan.problems, files),
    secrets: prepared.plan.secrets.map((finding) => ({ ...finding, range: lines(finding.path, finding.range) })),
  };
  const cause = outcome?.kind === 'notPublished' || outcome?.kind === 'unknown' ? outcome.error : undefined;
  const report = {
    format: reportFormat,
    plan,
    outcome: outcome && toReportedOutcome(outcome, files),
    error: error ?? (cause && toReportedError(cause)),
    repaired,
  };
  return toJson(report, (_key, value: unknown) => (value === undefined ? null : value));
}

/** Its error stands beside it. */
function toReportedOutcome(outcome: PublishOutcome, files: readonly ArchiveFile[]): object {
  switch (outcome.kind) {
    case 'notPublished':
      return {
        kind: outcome.kind,
        reason: outcome.reason,
        message: outcome.message,
        problem: outcome.problem && toReported([outcome.problem], files)[0],
        retryAfter: outcome.retryAfter,
      };
    case 'unknown':
      return { kind: outcome.kind, message: outcome.message, skillId: outcome.skillId, versions: outcome.versions };
    case 'published':
    case 'stale':
    case 'busy':
      return outcome;
  }
}

/** `undefined` for what is a bug. */
export function toReportedError(error: unknown): ReportedError | undefined {
  if (error instanceof RegistryError) {
    const { status, requestId, serverMessage, code, retryAfter } = error.details;
    return { kind: error.kind, message: error.message, status, requestId, serverMessage, code, retryAfter };
  }
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const kind = kindOfError(error);
  return kind === undefined ? undefined : { kind, message: error.message, ...nothingMore, code };
}

/**
 * What to say of an error that ended a run; `undefined` for what is a bug, or what `runCli` has words for. `wordsOf`: what
 * a registry's error means where it was asked.
 */
export function reportedMessage(error: unknown, wordsOf: (error: RegistryError) => string): string | undefined {
  const reported = toReportedError(error);
  if (!reported || reported.kind === 'usage' || reported.kind === 'aborted') return undefined;
  return error instanceof RegistryError ? wordsOf(error) : reported.message;
}

function kindOfError(error: Error): string | undefined {
  if (error instanceof LedgerError) return 'ledger';
  if (error instanceof UsageError) return 'usage';
  if (error.name === 'AbortError') return 'aborted';
  return 'syscall' in error ? 'file' : undefined;
}
