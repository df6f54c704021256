// `npm run fetch`: gets every VS Code, the browser and the oldest Node that the tests need, where they are missing. Each test command
// does so too; this comes first where several of them run side by side.
import { getOldestNode } from '../support/oldestNode.ts';
import { getBrowser } from './browser.ts';
import { getVsCode } from './getVsCode.ts';
import { findRelease, releases } from './releases.ts';
import { installServer } from './server.ts';

for (const release of releases) await getVsCode(release);
// What is clicked through is always the server, in a browser.
await installServer(findRelease('newest'));
await getBrowser();
await getOldestNode();
