import type { With } from '../session.ts';

/** To find both sides of a comparison and show them. */
export type Comparing = With<
  'connections' | 'knownSkills' | 'ledgers' | 'published' | 'registryView' | 'skills' | 'storage'
>;
