import { plant, throwing } from '../support/plantedCheck.ts';

/** The thread that judges, with a rule that has a bug. */
plant(throwing);
void import('../../src/node/worker/judgeProgram.ts');
