import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { describeFailure, type TallyCounts } from './failure.ts';

/** The `spec` reporter that also leaves its `TallyCounts` in the file SKILL_PUBLISHER_TEST_TALLY names. */
export default class Tally extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on('fail', (test: Mocha.Test, error: unknown) => {
      failures.push(describeFailure(test, error));
    });
    runner.once('end', () => {
      const file = process.env['SKILL_PUBLISHER_TEST_TALLY'];
      if (file === undefined) return;
      const counts: TallyCounts = { passed: this.stats.passes, failed: this.stats.failures, failures };
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}
