import type { AcceptedChange, AllowedSecret } from '../core/publish/ledger.ts';
import { parseAuthor } from '../core/publish/author.ts';
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

/**
 * The decision as the publish history remembers it.
 *
 * @param author Git's `user.name`; `null` when who decides is not to be kept.
 */
export function toAllowedSecrets(
  fingerprints: readonly string[],
  reason: string | undefined,
  author: string | null | undefined,
  { env }: CliIo,
): readonly AllowedSecret[] {
  const decided = decision(reason ?? 'Allowed on the command line', author, env);
  return fingerprints.map((fingerprint) => ({ fingerprint, ...decided }));
}

/** The same for changes, each `CODE:SUBJECT`. Throws `UsageError` for what is none, and without a reason. */
export function toAcceptedChanges(
  given: readonly string[] = [],
  reason: string | undefined,
  author: string | null | undefined,
  { env }: CliIo,
): readonly AcceptedChange[] {
  return given.map((each) => {
    const [, code, subject] = /^(?:impact\/)?([a-z-]+):(.+)$/s.exec(each) ?? [];
    if (code === undefined || subject === undefined)
      throw new UsageError(`--accept-change takes code and subject, such as host-added:api.example.org, not '${each}'`);
    if (reason === undefined) throw new UsageError('--accept-change needs a --reason: why the change is meant');
    return { code: `impact/${code}`, subject, ...decision(reason, author, env) };
  });
}

function decision(
  reason: string,
  author: string | null | undefined,
  env: CliIo['env'],
): { readonly by?: string; readonly reason: string; readonly time: string } {
  const names = author === null ? [] : [env['GIT_AUTHOR_NAME'], author, env['USER'], env['USERNAME']];
  const by = names.map((name) => parseAuthor(name)).find((name) => name !== undefined);
  return { ...(by === undefined ? {} : { by }), reason, time: new Date().toISOString() };
}
