import type { Connections } from '../vscode/host/connections.ts';
import type { Failures } from '../vscode/host/failures.ts';
import type { KnownSkills } from '../vscode/host/knownSkills.ts';
import type { Ledgers } from '../vscode/host/ledgers.ts';
import type { LocalRegistryHost } from '../vscode/host/localRegistry.ts';
import type { Log } from '../vscode/host/log.ts';
import type { PublishProblems } from '../vscode/host/publishProblems.ts';
import type { SkillFolders } from '../vscode/host/skillFolders.ts';
import type { UnsettledUploads } from '../vscode/host/unsettledUploads.ts';
import type { PublishGuard } from '../core/publish/guard.ts';
import type { PublishedVersions } from '../vscode/remote/publishedVersions.ts';
import type { RegistryView } from '../vscode/views/registryView.ts';
import type { WorkspaceView } from '../vscode/views/workspaceView.ts';
import type { PackagePreviews } from './packagePreview.ts';

/** What commands work with; made once by the composition root. */
export interface Session {
  readonly connections: Connections;
  readonly failures: Failures;
  readonly local: LocalRegistryHost;
  readonly log: Log;
  readonly published: PublishedVersions;
  readonly registryView: RegistryView;
  readonly workspaceView: WorkspaceView;
  readonly skillFolders: SkillFolders;
  readonly ledgers: Ledgers;
  readonly knownSkills: KnownSkills;
  readonly unsettledUploads: UnsettledUploads;
  readonly publishGuard: PublishGuard;
  readonly publishProblems: PublishProblems;
  readonly packagePreviews: PackagePreviews;
}
