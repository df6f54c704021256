import { checkAgainstRegistry } from './checkAgainstRegistry.ts';
import type { Command } from './command.ts';

/** The commands of the workspace view. */
export const workspaceCommands: readonly Command[] = [
  ['checkAgainstRegistry', 'Check against the registry', (session) => checkAgainstRegistry(session)],
];
