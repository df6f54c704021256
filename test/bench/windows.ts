import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as getting from '../vscode/getVsCode.ts';
import type * as releasing from '../vscode/releases.ts';
import type * as running from '../vscode/runSuite.ts';

/** What starts a VS Code runs from its source: it finds programs beside itself. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.resolve('test', 'vscode', name)).href)) as T;
}

export function loadRunSuite(): Promise<typeof running> {
  return load('runSuite.ts');
}

/** The newest VS Code that tests run in. */
export async function findNewest(): Promise<getting.VsCode> {
  const { getVsCode } = await load<typeof getting>('getVsCode.ts');
  const { findRelease } = await load<typeof releasing>('releases.ts');
  return getVsCode(findRelease('newest'));
}
