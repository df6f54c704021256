import { endless, plant, throwing } from '../support/plantedCheck.ts';

/** The command line with a rule that has a bug, and, where it is asked for, one that ends the whole program. */
plant(throwing);
plant(endless);
if (process.env['PLANTED_CRASH'] !== undefined)
  setTimeout(() => {
    throw new TypeError('planted, with sk-ant-' + 'api03-planted');
  });
void import('../../src/cli.ts');
