import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as vscode from 'vscode';

/**
 * Stores the SKILL.md at or above `uri` again as it is, every 2 s until disposed: the operating system's watchers can
 * miss the first change in a folder that was just made or replaced. What does not follow changes at all still waits in
 * vain.
 */
export function nudge(uri: vscode.Uri): { dispose(): void } {
  const timer = setInterval(() => {
    const file = skillFileOf(uri.fsPath);
    if (file !== undefined) writeFileSync(file, readFileSync(file));
  }, 2_000);
  return {
    dispose: () => {
      clearInterval(timer);
    },
  };
}

function skillFileOf(start: string): string | undefined {
  for (let folder = start, depth = 0; depth < 6; folder = path.dirname(folder), depth += 1) {
    const file = path.join(folder, 'SKILL.md');
    if (existsSync(file)) return file;
  }
  return undefined;
}
