import { ArchiveError } from '../../core/bundle/archiveError.ts';
import { LocalRegistryError } from '../host/localRegistryError.ts';
import type { NoticeAction } from '../host/registryNode.ts';
import { isMendedByKey, RegistryError } from '../../core/registry/errors.ts';
import { l10n } from '../../core/text/l10n.ts';

const tryAgain = (): NoticeAction => ({ title: l10n.t`Try Again`, command: 'skillPublisher.refreshRegistry' });
const setKey = (): NoticeAction => ({ title: l10n.t`Set API Key`, command: 'skillPublisher.setApiKey' });
const changeConnection = (): NoticeAction => ({
  title: l10n.t`Change Connection`,
  command: 'skillPublisher.selectConnection',
});
const showLog = (): NoticeAction => ({ title: l10n.t`Show Log`, command: 'skillPublisher.showLog' });

/** True for failures whose message was written to be shown. */
export function isKnownFailure(error: unknown): error is Error {
  return error instanceof RegistryError || error instanceof ArchiveError || error instanceof LocalRegistryError;
}

/** What the view is in when nothing could be listed; all but `failed` have welcome content that says what to do. */
export type FailedState =
  | 'auth'
  | 'denied'
  | 'notFound'
  | 'offline'
  | 'timeout'
  | 'rateLimited'
  | 'server'
  | 'shape'
  | 'certificate'
  | 'failed';

export function stateOf(error: unknown): FailedState {
  if (!(error instanceof RegistryError) || isBilling(error)) return 'failed';
  if (isCertificateFailure(error)) return 'certificate';
  switch (error.kind) {
    case 'auth':
    case 'denied':
      // What mends a profile stands in the words of the error.
      return isMendedByKey(error) ? error.kind : 'failed';
    case 'invalid':
    case 'conflict':
    case 'tooLarge':
    case 'unsupported':
    case 'aborted':
      return 'failed';
    default:
      return error.kind;
  }
}

/** The key is right, but the account has to pay: another key does not mend it. */
function isBilling({ details }: RegistryError): boolean {
  return details.status === 402;
}

/** One sentence or two for a row or the view's message. Ids are for the log: a row is narrow. */
export function failureText(error: unknown): string {
  return isKnownFailure(error) ? error.message : l10n.t`The registry could not be read. See the log for details.`;
}

/** The same with what the service's support asks for. */
export function loggedText(error: unknown): string {
  const requestId = error instanceof RegistryError ? error.details.requestId : undefined;
  return `${failureText(error)}${requestId === undefined ? '' : l10n.t` (request ${requestId})`}`;
}

/** The command that mends it. `inSkill`: the rest of the registry could be listed, so address and key are right. */
export function mendingAction(error: unknown, inSkill: boolean): NoticeAction {
  if (error instanceof ArchiveError || !isKnownFailure(error)) return showLog();
  if (!(error instanceof RegistryError) || isBilling(error)) return tryAgain();
  switch (error.kind) {
    case 'auth':
    case 'denied':
      return isMendedByKey(error) ? setKey() : tryAgain();
    case 'notFound':
    case 'shape':
      return inSkill ? tryAgain() : changeConnection();
    default:
      return tryAgain();
  }
}

/** True when the connection failed because of the service's certificate. */
function isCertificateFailure(error: RegistryError): boolean {
  return error.kind === 'offline' && /CERT|TLS|SSL|HOSTNAME_MISMATCH|UNABLE_TO_/.test(error.details.code ?? '');
}
