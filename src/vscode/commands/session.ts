import type { Connections } from '../host/connections.ts';
import type { Failures } from '../host/failures.ts';
import type { KnownSkills } from '../host/knownSkills.ts';
import type { Ledgers } from '../host/ledgers.ts';
import type { LocalRegistryHost } from '../host/localRegistry.ts';
import type { Log } from '../host/log.ts';
import type { Skills } from '../host/skills.ts';
import type { UnsettledUploads } from '../host/unsettledUploads.ts';
import type { PublishGuard } from '../../core/publish/guard.ts';
import type { PublishFindings } from '../language/publishFindings.ts';
import type { PublishedVersions } from '../remote/publishedVersions.ts';
import type { RegistryView } from '../views/registryView.ts';
import type { WorkspaceView } from '../views/workspaceView.ts';
import type { PackagePreviews } from './publish/packagePreview.ts';
import type { Reviews } from '../host/reviews.ts';

/** What commands work with; made once by the composition root. */
export interface Session {
  readonly connections: Connections;
  readonly failures: Failures;
  readonly local: LocalRegistryHost;
  readonly log: Log;
  readonly published: PublishedVersions;
  readonly registryView: RegistryView;
  readonly workspaceView: WorkspaceView;
  readonly skills: Skills;
  readonly ledgers: Ledgers;
  readonly knownSkills: KnownSkills;
  readonly unsettledUploads: UnsettledUploads;
  readonly publishGuard: PublishGuard;
  readonly publishProblems: PublishFindings;
  readonly packagePreviews: PackagePreviews;
  readonly reviews: Reviews;
  /** Folder of the extension that outlives the window; absolute, need not exist. */
  readonly storage: string;
}
