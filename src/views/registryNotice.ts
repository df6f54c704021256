import { ArchiveError } from '../bundle/archiveError.ts';
import { LocalRegistryError } from '../host/localRegistry.ts';
import type { NoticeAction } from '../host/registryNode.ts';
import { RegistryError } from '../registry/errors.ts';

const tryAgain: NoticeAction = { title: 'Try Again', command: 'skillPublisher.refreshRegistry' };
const setKey: NoticeAction = { title: 'Set API Key', command: 'skillPublisher.setApiKey' };
const changeConnection: NoticeAction = { title: 'Change Connection', command: 'skillPublisher.selectConnection' };
const showLog: NoticeAction = { title: 'Show Log', command: 'skillPublisher.showLog' };

/** True for failures whose message was written to be shown. */
export function isKnownFailure(error: unknown): error is Error {
  return error instanceof RegistryError || error instanceof ArchiveError || error instanceof LocalRegistryError;
}

/** One sentence for a row or the view's message. */
export function failureText(error: unknown): string {
  return isKnownFailure(error) ? error.message : 'The registry could not be read. The log has the details.';
}

/** The command that mends it. `inSkill`: the rest of the registry could be listed, so address and key are right. */
export function mendingAction(error: unknown, inSkill: boolean): NoticeAction {
  if (error instanceof ArchiveError || !isKnownFailure(error)) return showLog;
  if (!(error instanceof RegistryError)) return tryAgain;
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
export function isCertificateFailure(error: unknown): boolean {
  return error instanceof RegistryError && error.kind === 'offline' && /CERT|TLS|SSL|HOSTNAME_MISMATCH|UNABLE_TO_/.test(error.details.code ?? '');
}
