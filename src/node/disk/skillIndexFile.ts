import { createHash } from 'node:crypto';
import path from 'node:path';
import { makeFolder } from './makeFolder.ts';
import { nothingOnSystemError } from './systemError.ts';
import { TextFile } from './textFile.ts';

/**
 * The file in `folder` that keeps what is known of the own skills of one connection. It is a cache: a failure of the
 * disk is taken as nothing known.
 */
export function skillIndexFile(
  folder: string,
  connection: string,
): { read(): Promise<string | undefined>; write(text: string): Promise<void> } {
  const key = createHash('sha256').update(connection).digest('hex').slice(0, 16);
  const file = new TextFile(path.join(folder, `skills-${key}.json`));
  return {
    read: () => file.read().catch(nothingOnSystemError),
    write: async (text) => {
      await makeFolder(folder, 0o700)
        .then(() => file.write(text))
        .catch(nothingOnSystemError);
    },
  };
}
