import { toJson } from '../core/text/json.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import { openConnection } from './connection.ts';
import { describeVersion, findPublished, tellFailures } from './publishedSkill.ts';
import type { versionsFlags } from './rows/lifecycle.ts';

/** `skill-publisher versions`. */
export const versionsCommand: Run<typeof versionsFlags> = async ({ values, positionals }, io) => {
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError('Name one skill');
  const connection = await openConnection(values, io);
  return tellFailures(connection, async () => {
    const published = await findPublished(name, connection);
    const { versions, history } = published;
    if (values.format === 'json')
      connection.io.stdout(toJson(versions.map((version) => ({ ...version, ...history.get(version.ref) }))));
    else for (const version of versions) connection.io.stdout(`${describeVersion(version, published)}\n`);
    return 0;
  });
};
