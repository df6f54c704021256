// `npm start [-- --port N]`: a real VS Code with the packaged extension, a copy of the sample workspace and sample
// skills in the local registry. It stays until it is closed or Ctrl+C, and leaves nothing behind.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runDesktop } from './desktop.ts';
import { getVsCode } from './getVsCode.ts';
import { endWithParent, temporaryFolder } from './processes.ts';
import { findRelease } from './releases.ts';
import { fillLocalRegistry } from './sampleRegistry.ts';
import { installExtension, startServer } from './server.ts';
import { copySampleWorkspace } from './workspace.ts';

const { values: flags } = parseArgs({
  options: { vscode: { type: 'string', default: 'newest' }, port: { type: 'string' } },
});

endWithParent();
const release = findRelease(flags.vscode);
const vscode = await getVsCode(release);
const workspace = copySampleWorkspace();
const dataFolder = temporaryFolder('start');

if (vscode.kind === 'desktop') {
  await fillLocalRegistry(path.join(dataFolder, 'User'), workspace);
  console.log(`VS Code ${release.version} opens with ${workspace}. Close it, or press Ctrl+C, to end.`);
  process.exit(await runDesktop(vscode.executable, { workspace, dataFolder, print: () => undefined }));
}

await fillLocalRegistry(path.join(dataFolder, 'data', 'User'), workspace);
await installExtension(vscode.server, path.resolve('skill-publisher.vsix'), dataFolder);
const port = flags.port === undefined ? {} : { port: Number(flags.port) };
const server = await startServer(vscode.server, { dataFolder, ...port });
console.log(`
VS Code ${release.version} with Skill Publisher is running. Open it in a browser:

  ${server.windowUrl(workspace)}

Click the Skills icon in the activity bar, then "Use the Local Registry": two sample skills are published there.
Open skills/release-notes/SKILL.md and run "Skills: Publish Version…" to publish a third; skills/needs-work shows the diagnostics.
The workspace is a copy (${workspace}). Ctrl+C stops everything and deletes it.`);
