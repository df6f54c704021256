import type { With } from '../session.ts';

/** To delete skills and versions, with a copy before and every row right afterward. */
export type Deleting = With<'connections' | 'knownSkills' | 'ledgers' | 'published' | 'registryView'>;
