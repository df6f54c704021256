import type { With } from '../session.ts';

/** To find out what became of an upload. */
export type Settling = With<'connections' | 'ledgers' | 'log' | 'published' | 'unsettledUploads'>;

/** To plan a publish; what was sent before is settled first. */
export type Planning = Settling & With<'failures' | 'impact' | 'publishProblems' | 'skills' | 'storage'>;

/** To decide on a plan, carry it out, and show what came of it. */
export type Publishing = Planning &
  With<'knownSkills' | 'packagePreviews' | 'publishLock' | 'registryView' | 'reviews'>;
