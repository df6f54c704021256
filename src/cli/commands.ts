import type { Command } from './command.ts';
import { auth } from './rows/auth.ts';
import { baseline } from './rows/baseline.ts';
import { completion } from './rows/completion.ts';
import { explain } from './rows/explain.ts';
import { compare, deleteRow, init, promote, pull, restore, versions } from './rows/lifecycle.ts';
import { impact } from './rows/impact.ts';
import { list } from './rows/list.ts';
import { listing } from './rows/listing.ts';
import { pack } from './rows/pack.ts';
import { plan } from './rows/plan.ts';
import { publish } from './rows/publish.ts';
import { registry } from './rows/registry.ts';
import { validate } from './rows/validate.ts';

/** Every command, in the order of the help. What one does is loaded when it is run. */
export const commands: readonly Command[] = [
  init,
  validate,
  baseline,
  explain,
  impact,
  listing,
  pack,
  plan,
  publish,
  list,
  versions,
  compare,
  pull,
  restore,
  promote,
  deleteRow,
  auth,
  registry,
  completion(() => commands),
];
