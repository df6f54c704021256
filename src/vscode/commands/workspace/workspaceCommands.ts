import { addToWorkspace } from '../pull/addToWorkspace.ts';
import { checkAgainstRegistry } from '../publish/checkAgainstRegistry.ts';
import type { Command } from '../command.ts';
import { downloadVersion } from '../pull/downloadVersion.ts';
import { showUses } from './findUses.ts';
import { updateWorkspace } from '../pull/updateWorkspace.ts';

/** The commands of the workspace view, and those that bring published skills to the disk. */
export const workspaceCommands: readonly Command[] = [
  ['checkAgainstRegistry', 'Check against the registry', (session) => checkAgainstRegistry(session)],
  ['downloadVersion', 'Download', downloadVersion],
  ['updateWorkspace', 'Update', updateWorkspace],
  ['addToWorkspace', 'Add to workspace', addToWorkspace],
  ['findUses', 'Find uses', (_session, argument) => showUses(argument)],
];
