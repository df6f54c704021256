import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** The `spec` reporter that also leaves its counts in the file SKILL_PUBLISHER_TEST_TALLY names, for the sum of `npm test`. */
export default class Tally extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env['SKILL_PUBLISHER_TEST_TALLY'];
      if (file === undefined) return;
      writeFileSync(file, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
    });
  }
}
