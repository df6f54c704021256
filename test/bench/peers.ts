import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Packages that do some of the same work; fetched when a bench first needs them, no part of this project. */
const packages = ['skills-ref@0.1.5', 'skill-check@1.2.0', 'yazl@3.3.1'];
const folder = path.resolve('out', 'peers');

/** The folder of a peer's package; why not, where it cannot be had. */
export function peerPackage(
  name: 'skills-ref' | 'skill-check' | 'yazl',
): { readonly path: string } | { readonly missing: string } {
  const found = path.join(folder, 'node_modules', name);
  if (!existsSync(found)) {
    try {
      const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
      execFileSync('npm', ['install', '--prefix', folder, ...quiet, ...packages], { stdio: 'ignore', timeout: 90_000 });
    } catch (error) {
      return { missing: `npm cannot fetch ${name} (${error instanceof Error ? error.message : String(error)})` };
    }
  }
  return existsSync(found) ? { path: found } : { missing: `npm did not install ${name}` };
}

/** Info-ZIP. */
export function isThere(program: 'zip' | 'unzip'): boolean {
  return spawnSync(program, ['-v'], { stdio: 'ignore' }).status === 0;
}
