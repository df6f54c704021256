import type { Command } from '../command.ts';

/** The commands of the workspace view, and those that bring published skills to the disk. */
export const workspaceCommands: readonly Command[] = [
  [
    'checkAgainstRegistry',
    'Check against the registry',
    async (session) => (await import('../publish/checkAgainstRegistry.ts')).checkAgainstRegistry(session),
  ],
  [
    'downloadVersion',
    'Download',
    async (session, row) => (await import('../pull/downloadVersion.ts')).downloadVersion(session, row),
  ],
  [
    'updateWorkspace',
    'Update',
    async (session, row) => (await import('../pull/updateWorkspace.ts')).updateWorkspace(session, row),
  ],
  [
    'addToWorkspace',
    'Add to workspace',
    async (session, row) => (await import('../pull/addToWorkspace.ts')).addToWorkspace(session, row),
  ],
  ['findUses', 'Find uses', async (_session, argument) => (await import('./findUses.ts')).showUses(argument)],
];
