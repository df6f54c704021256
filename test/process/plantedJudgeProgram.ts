import { endless, plant, throwing } from '../support/plantedCheck.ts';

/** The thread that judges, with a rule that has a bug. */
plant(throwing);
plant(endless);
void import('../../src/node/worker/judgeProgram.ts');
