import type { AllowedSecret } from '../core/publish/ledger.ts';
import { UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';

/** The fingerprints given. Throws `UsageError` for what is none, and for the option that let everything pass. */
export function allowedFingerprints(values: {
  readonly 'allow-secret'?: readonly string[] | undefined;
  readonly 'allow-secrets'?: boolean | undefined;
}): readonly string[] {
  if (values['allow-secrets'] === true)
    throw new UsageError(
      '--allow-secrets no longer exists: allow each place that holds no secret with --allow-secret FINGERPRINT',
    );
  const given = values['allow-secret'] ?? [];
  const wrong = given.find((each) => !/^[0-9a-f]{16}$/.test(each));
  if (wrong !== undefined)
    throw new UsageError('--allow-secret takes the fingerprint that is shown beside the place: 16 hexadecimal digits');
  return given;
}

/** The decision as the publish history remembers it. */
export function toAllowedSecrets(
  fingerprints: readonly string[],
  reason: string | undefined,
  { env }: CliIo,
): readonly AllowedSecret[] {
  const by = [env['GIT_AUTHOR_NAME'], env['USER'], env['USERNAME']].find((name) => name !== undefined && name !== '');
  const time = new Date().toISOString();
  return fingerprints.map((fingerprint) => ({
    fingerprint,
    ...(by === undefined ? {} : { by }),
    reason: reason ?? 'Allowed on the command line',
    time,
  }));
}
