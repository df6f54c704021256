import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest Node that the command line promises to run on. */
export const oldestNodeVersion = ((): string => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  return `${engines.node.replace('>=', '')}.0`;
})();

/** The executable of that Node: from npm on first use (about 45 MB), kept beside the VS Codes. */
export async function getOldestNode(): Promise<string> {
  const { platform, arch } = process;
  const executable = platform === 'win32' ? 'node.exe' : 'node';
  const kept = path.resolve('.vscode-test', `node-${oldestNodeVersion}`);
  const file = path.join(kept, 'package', 'bin', executable);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(kept), { recursive: true });
  const staged = mkdtempSync(`${kept}-`);
  try {
    const system = platform === 'win32' ? 'win' : platform;
    const name = `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${system}-${arch}`;
    const npm = { cwd: staged, shell: platform === 'win32' };
    const { stdout } = await run('npm', ['pack', `${name}@${oldestNodeVersion}`, '--silent'], npm);
    const archive = stdout.trim();
    await run('tar', ['-xzf', archive, `package/bin/${executable}`], { cwd: staged });
    rmSync(path.join(staged, archive));
    // Whole, also when two runs want it at once.
    if (!existsSync(kept)) renameSync(staged, kept);
    return file;
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
