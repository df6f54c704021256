import { ArchiveError } from '../../core/bundle/archiveError.ts';
import { LocalRegistryError } from '../host/localRegistryError.ts';
import type { NoticeAction } from '../host/registryNode.ts';
import { RegistryError } from '../../core/registry/errors.ts';

const tryAgain: NoticeAction = { title: 'Try Again', command: 'skillPublisher.refreshRegistry' };
const setKey: NoticeAction = { title: 'Set API Key', command: 'skillPublisher.setApiKey' };
const changeConnection: NoticeAction = { title: 'Change Connection', command: 'skillPublisher.selectConnection' };
const showLog: NoticeAction = { title: 'Show Log', command: 'skillPublisher.showLog' };

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
    case 'invalid':
    case 'conflict':
    case 'tooLarge':
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

/** One sentence or two for a row or the view's message, with what the service's support asks for. */
export function failureText(error: unknown): string {
  if (!isKnownFailure(error)) return 'The registry could not be read. The log has the details.';
  const requestId = error instanceof RegistryError ? error.details.requestId : undefined;
  return requestId === undefined ? error.message : `${error.message} (request ${requestId})`;
}

/** The command that mends it. `inSkill`: the rest of the registry could be listed, so address and key are right. */
export function mendingAction(error: unknown, inSkill: boolean): NoticeAction {
  if (error instanceof ArchiveError || !isKnownFailure(error)) return showLog;
  if (!(error instanceof RegistryError) || isBilling(error)) return tryAgain;
  switch (error.kind) {
    case 'auth':
    case 'denied':
      return setKey;
    case 'notFound':
    case 'shape':
      return inSkill ? tryAgain : changeConnection;
    default:
      return tryAgain;
  }
}

/** True when the connection failed because of the service's certificate. */
function isCertificateFailure(error: RegistryError): boolean {
  return error.kind === 'offline' && /CERT|TLS|SSL|HOSTNAME_MISMATCH|UNABLE_TO_/.test(error.details.code ?? '');
}
