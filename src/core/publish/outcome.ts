import type { RegistryError } from '../registry/errors.ts';
import type { Problem } from '../skill/problem.ts';
import type { PublishPlan } from './plan.ts';
import { lookedFor, type UploadFate } from './reconcile.ts';
import { toRefusalProblem } from './refusals.ts';
import { l10n } from '../text/l10n.ts';

/** How a publish ended. `message` is fit to show: what happened, and what to do. */
export type PublishOutcome = Published | NotPublished | PublishUnknown | PublishStale | PublishBusy;

export interface Published {
  readonly kind: 'published';
  readonly skillId: string;
  readonly version: string;
  /** `found`: the answer was lost, the version was found by its content. */
  readonly how: 'answered' | 'found';
  readonly message: string;
  /** Why the ledger could not be written; `undefined`: it was. */
  readonly ledgerFailure: string | undefined;
}

export interface NotPublished {
  readonly kind: 'notPublished';
  readonly reason: 'refused' | 'notSent' | 'canceled';
  readonly message: string;
  readonly error: RegistryError | undefined;
  /** The refusal as a problem of the skill, where its words are known. */
  readonly problem: Problem | undefined;
  /** Seconds the service asks to wait. */
  readonly retryAfter: number | undefined;
}

/** The upload has left, and nothing says whether it arrived. */
export interface PublishUnknown {
  readonly kind: 'unknown';
  readonly message: string;
  readonly skillId: string | undefined;
  /** Versions to look at. */
  readonly versions: readonly string[];
  /** What the upload ended with. */
  readonly error: RegistryError;
}

/** Nothing was sent: the registry is no longer what the plan was made for. */
interface PublishStale {
  readonly kind: 'stale';
  readonly message: string;
}

/** Nothing was sent: a publish of the same skill is under way. */
interface PublishBusy {
  readonly kind: 'busy';
  readonly message: string;
}

type NotFound = Exclude<UploadFate, { kind: 'found' }>;

/** `finding`: what looking for the upload brought. `signal`: of the upload. */
export function notKnown(
  plan: PublishPlan,
  error: RegistryError,
  finding: NotFound,
  signal: AbortSignal | undefined,
): PublishUnknown {
  const why = signal?.aborted === true ? l10n.t`it was canceled after it was sent` : withoutAdvice(error.message);
  return {
    kind: 'unknown',
    skillId: plan.target.skillId,
    versions: finding.kind === 'absent' ? finding.others : finding.candidates,
    error,
    message: sentences(
      l10n.t`Could not confirm whether ${plan.name ?? l10n.t`the skill`} was published to ${plan.connection.name}: ${why}.`,
      ...(signal?.aborted === true ? [] : saidBy(error)),
      ...whatWasSeen(finding),
      l10n.t`Check the registry before you try again.`,
    ),
  };
}

function whatWasSeen(finding: NotFound): readonly string[] {
  if (finding.kind === 'unclear') {
    const look = finding.candidates.length === 0 ? [] : [l10n.t`Look at ${finding.candidates.join(', ')}.`];
    return [`${withoutAdvice(finding.reason)}.`, ...look];
  }
  // It is not there: that it never comes would be another thing to say, for what lies between may still hand it on.
  const others =
    finding.others.length === 0
      ? []
      : [l10n.t`Meanwhile somebody else published ${finding.others.join(', ')}: compare before you try again.`];
  return [l10n.t`It was not seen after ${lookedFor / 1000} s; a late delivery is possible.`, ...others];
}

/** The service's own words and the request id: who asks the service for help needs them. */
function saidBy({ details: { serverMessage, requestId } }: RegistryError): readonly string[] {
  const words = serverMessage?.replace(/\.$/, '');
  const request = requestId === undefined ? [] : [l10n.t`(request ${requestId})`];
  return [...(words === undefined ? [] : [l10n.t`Server message: ${words}.`]), ...request];
}

/** The first sentence of a message: what happened, without what to do, which is another thing here. */
function withoutAdvice(message: string): string {
  return (message.split(/\. (?=\p{Lu})/u)[0] ?? message).replace(/\.$/, '');
}

function sentences(...all: readonly string[]): string {
  return all.join(' ');
}

/** The service said no. `skillText`: where its words may be about a line. */
export function refused(skillText: string, error: RegistryError): NotPublished {
  const { outcome, serverMessage, retryAfter, requestId } = error.details;
  if (error.kind === 'aborted') return canceled();
  if (outcome === 'notSent') return notPublished('notSent', l10n.t`Nothing was published: ${error.message}`, error);
  const problem = serverMessage === undefined ? undefined : toRefusalProblem(serverMessage, skillText);
  const wait = retryAfter === undefined ? [] : [l10n.t`The service asks to wait ${retryAfter} seconds.`];
  const request = requestId === undefined ? [] : [l10n.t`(request ${requestId})`];
  return {
    kind: 'notPublished',
    reason: 'refused',
    message: sentences(l10n.t`Nothing was published: ${error.message}`, ...wait, ...request),
    error,
    problem,
    retryAfter,
  };
}

export function canceled(): NotPublished {
  return notPublished('canceled', l10n.t`Canceled before anything was sent. Nothing was published.`, undefined);
}

export function notPublished(
  reason: 'notSent' | 'canceled',
  message: string,
  error: RegistryError | undefined,
): NotPublished {
  return { kind: 'notPublished', reason, message, error, problem: undefined, retryAfter: error?.details.retryAfter };
}
