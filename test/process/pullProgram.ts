// Replaces the folder given as argument by two contents in turn, forever; a test kills it. Says `ready` after the
// first time.
import { replaceFolder } from '../../src/node/disk/writeFolder.ts';
import { keptPaths, pulledContent } from '../support/pulledContent.ts';

async function replaceForEver(folder: string): Promise<never> {
  for (let round = 0; ; round += 1) {
    await replaceFolder(folder, pulledContent(round % 2), { keep: keptPaths });
    if (round === 0) process.stdout.write('ready\n');
  }
}

void replaceForEver(process.argv[2] ?? '');
