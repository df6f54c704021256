// Does what `npm start` does as far as it can leave something behind; a test stops it. Says `ready` and the process that
// it started.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { endWithParent, spawnGroup, temporaryFolder } from '../vscode/processes.ts';

endWithParent();
writeFileSync(path.join(temporaryFolder('workspace'), 'file'), 'x');
const forever = ['-e', 'setInterval(() => {}, 1000)'];
const child = spawnGroup(process.execPath, forever, { stdio: 'ignore' });
console.log(`ready ${String(child.pid)}`);
