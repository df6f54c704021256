import { plant, throwing } from '../support/plantedCheck.ts';

/** The command line with a rule that has a bug. */
plant(throwing);
void import('../../src/cli.ts');
