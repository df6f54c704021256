import type * as vscode from 'vscode';
import type { Connections } from '../host/connections.ts';
import type { KnownSkills } from '../host/knownSkills.ts';
import type { Ledgers } from '../host/ledgers.ts';
import type { Log } from '../host/log.ts';
import type { PublishedVersions } from '../remote/publishedVersions.ts';
import type { RegistryFilter } from './registryFilter.ts';

export interface RegistryViewOptions {
  readonly connections: Connections;
  readonly log: Log;
  /** Remembers the order of the rows. */
  readonly globalState: vscode.Memento;
  readonly published: PublishedVersions;
  /** What the workspace remembers of published versions. */
  readonly ledgers: Ledgers;
  /** What other parts of the window learn of skills: the rows say the same. */
  readonly knownSkills: KnownSkills;
}

export const viewId = 'skillPublisher.registry';
export const stateKey = 'skillPublisher.registryState';
export const sortKey = 'registrySort';

/** The order of the rows that is remembered. */
export function sortOf(globalState: vscode.Memento): RegistryFilter['sort'] {
  return globalState.get(sortKey) === 'name' ? 'name' : 'date';
}
