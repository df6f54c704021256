import type { With } from '../session.ts';

/** To bring a published version into the workspace. */
export type Pulling = With<'connections' | 'impact' | 'knownSkills' | 'ledgers' | 'published' | 'skills'>;
