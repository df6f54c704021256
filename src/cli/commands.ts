import type { Command } from './command.ts';
import { baseline } from './rows/baseline.ts';
import { explain } from './rows/explain.ts';
import { compare, deleteRow, init, promote, pull, restore, versions } from './rows/lifecycle.ts';
import { impact } from './rows/impact.ts';
import { list } from './rows/list.ts';
import { pack } from './rows/pack.ts';
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
  pack,
  publish,
  list,
  versions,
  compare,
  pull,
  restore,
  promote,
  deleteRow,
  registry,
];
