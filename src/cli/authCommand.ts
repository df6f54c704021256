import { RegistryError } from '../core/registry/errors.ts';
import { describeSignedIn } from '../core/registry/signedIn.ts';
import { toJson } from '../core/text/json.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import { connectionFailureText, endpointOf, openConnection, type CliConnection } from './connection.ts';
import type { authFlags } from './rows/auth.ts';
import { sourceName, SignIn } from './signIn.ts';

/** `skill-publisher auth status`. */
export const authCommand: Run<typeof authFlags> = async ({ values, positionals }, io) => {
  if (positionals.length !== 1 || positionals[0] !== 'status') throw new UsageError('Say what: auth status');
  const { baseUrl } = endpointOf(values);
  const sources = await new SignIn(values, baseUrl, io).sources();
  let connection: CliConnection | undefined;
  let failure: string | undefined;
  try {
    connection = await openConnection(values, io);
    await connection.registry.listSkills({ limit: 1, signal: io.signal });
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'aborted') return 130;
    if (error instanceof UsageError) failure = error.message.replace(/(?<![.?])$/, '.');
    else if (error instanceof RegistryError && connection) failure = connectionFailureText(error, connection);
    else throw error;
  }
  const { stdout, stderr } = connection?.io ?? io;
  const { host } = new URL(baseUrl);
  const found = sources.map((source) => ({ source, used: source.from === connection?.from }));
  if (values.format === 'json')
    stdout(
      toJson({
        signedIn: failure === undefined,
        host,
        who: connection?.who ?? null,
        sources: found.map(({ source: { kind, from }, used }) => ({ kind, from, used })),
        error: failure ?? null,
      }),
    );
  else {
    if (connection && failure === undefined) stdout(`Signed in to ${host} with ${describeSignedIn(connection.who)}.\n`);
    for (const { source, used } of found) stdout(`${used ? '*' : ' '} ${sourceName(source)}\n`);
    if (found.length === 0) stdout('  No way to sign in was found.\n');
  }
  if (failure !== undefined) stderr(`Not signed in to ${host}: ${failure}\n`);
  return failure === undefined ? 0 : 1;
};
