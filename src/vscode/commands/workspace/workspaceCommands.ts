import type { Command } from '../command.ts';

const listing = () => import('./listing.ts');

/** The commands of the workspace view, and those that bring published skills to the disk. */
export const workspaceCommands: readonly Command[] = [
  [
    'checkAgainstRegistry',
    async (session) => (await import('../publish/checkAgainstRegistry.ts')).checkAgainstRegistry(session),
  ],
  [
    'downloadVersion',
    async (session, row) => (await import('../pull/downloadVersion.ts')).downloadVersion(session, row),
  ],
  [
    'updateWorkspace',
    async (session, row) => (await import('../pull/updateWorkspace.ts')).updateWorkspace(session, row),
  ],
  ['addToWorkspace', async (session, row) => (await import('../pull/addToWorkspace.ts')).addToWorkspace(session, row)],
  ['showListingText', async (session, row) => (await listing()).showListingText(session, row)],
  ['copyListing', async (session, row) => (await listing()).copyListing(session, row)],
  ['findUses', async (_session, argument) => (await import('./findUses.ts')).showUses(argument)],
];
