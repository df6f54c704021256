import type * as vscode from 'vscode';
import type { Connections } from '../host/connections.ts';
import type { Failures } from '../host/failures.ts';
import type { KnownSkills } from '../host/knownSkills.ts';
import type { Ledgers } from '../host/ledgers.ts';
import type { LocalRegistryHost } from '../host/localRegistry.ts';
import type { Log } from '../host/log.ts';
import type { Skills } from '../host/skills.ts';
import type { UnsettledUploads } from '../host/unsettledUploads.ts';
import type { ImpactReader } from '../../core/impact/impact.ts';
import type { PublishLock } from '../../core/publish/publishLock.ts';
import type { PublishFindings } from '../language/publishFindings.ts';
import type { PublishedVersions } from '../remote/publishedVersions.ts';
import type { ListingRows } from '../views/listingRows.ts';
import type { RegistryView } from '../views/registryView.ts';
import type { WorkspaceView } from '../views/workspaceView.ts';
import type { PackagePreviews } from './publish/packagePreview.ts';
import type { Reviews } from '../host/reviews.ts';

/** Everything commands work with; made once by the composition root. A command takes `With` the few things it uses. */
export interface Session {
  readonly connections: Connections;
  readonly failures: Failures;
  readonly local: LocalRegistryHost;
  readonly log: Log;
  readonly published: PublishedVersions;
  readonly registryView: RegistryView;
  readonly workspaceView: WorkspaceView;
  /** What a model sees of the skills; loads it. */
  readonly listing: () => Promise<ListingRows>;
  readonly skills: Skills;
  readonly ledgers: Ledgers;
  readonly knownSkills: KnownSkills;
  readonly unsettledUploads: UnsettledUploads;
  readonly publishLock: PublishLock;
  readonly publishProblems: PublishFindings<vscode.Uri>;
  readonly packagePreviews: PackagePreviews;
  /** Made when the first sheet is shown. */
  readonly reviews: () => Promise<Reviews>;
  /** Compares versions, in the thread of the judge. */
  readonly impact: ImpactReader;
  /** Folder of the extension that outlives the window; absolute, need not exist. */
  readonly storage: string;
}

/** Some things of the session: what a function says it uses. */
export type With<Name extends keyof Session> = Pick<Session, Name>;
