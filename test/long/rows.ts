import type { Row } from './row.ts';
import { archiveMutations } from './rows/archiveMutations.ts';
import { bigFolders } from './rows/bigFolders.ts';
import { cancel } from './rows/cancel.ts';
import { coverage } from './rows/coverage.ts';
import { frontMatter } from './rows/frontMatter.ts';
import { growth } from './rows/growth.ts';
import { honestArchives } from './rows/honestArchives.ts';
import { hostileArchives } from './rows/hostileArchives.ts';
import { hostileText } from './rows/hostileText.ts';
import { key } from './rows/key.ts';
import { kills } from './rows/kills.ts';
import { largePublish } from './rows/largePublish.ts';
import { networkFaults } from './rows/networkFaults.ts';
import { reproducible } from './rows/reproducible.ts';
import { schedules } from './rows/schedules.ts';
import { secrets } from './rows/secrets.ts';
import { settings } from './rows/settings.ts';
import { size } from './rows/size.ts';
import { soak } from './rows/soak.ts';

/** The table, in its order. */
export const rows: readonly Row[] = [
  frontMatter,
  hostileText,
  hostileArchives,
  archiveMutations,
  honestArchives,
  largePublish,
  reproducible,
  schedules,
  networkFaults,
  key,
  settings,
  secrets,
  bigFolders,
  kills,
  cancel,
  soak,
  size,
  coverage,
  growth,
];
