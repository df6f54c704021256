import { TooCostlyError } from '../budget.ts';
import { messageOf } from '../../text/message.ts';
import { checkFailureOf } from '../failure.ts';
import type { Finding } from '../problem.ts';
import { group, levels, rule } from './rule.ts';

const always = levels('error', 'error', 'error', 'error');

const checkFailed = rule({
  code: 'check/failed',
  title: 'Every rule can be checked',
  documentation:
    'A rule ended with an error of its own. What it would have found is not known, so nothing is published; what the ' +
    'other rules found stands as usual. This is a bug of this product: please report it with the message and the file, ' +
    'or with the smallest part of it that still shows the message.',
  severity: always,
  isFixed: true,
  source: 'This product: a check that did not end well is never taken for one that found nothing',
});

const checkTooCostly = rule({
  code: 'check/too-costly',
  title: 'Checking the skill takes a bounded amount of work',
  documentation:
    'The work is counted in characters times the passes over them, so the bound is the same on every machine; the ' +
    'largest skill that can be uploaded takes less. Above it the rest of the skill is not checked, and nothing is ' +
    'published. Shorten the longest texts, mention fewer files by patterns such as `scripts/*.py`, or leave out what ' +
    'is not needed with `.skillignore`.',
  severity: always,
  isFixed: true,
  source: 'This product: no text, however it is written, stops the editor',
});

/** What is said of the checks themselves; `FailedChecks` reports them. */
export const checkingRules = group([checkFailed, checkTooCostly]);

const range = { start: 0, end: 0 };

/** What was not checked, and why: the same error of several rules is told once. */
export class FailedChecks {
  readonly #failed = new Map<string, { readonly error: unknown; readonly names: string[] }>();
  #isSpent = false;

  /** True when the budget is spent: what follows would only fail as well. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Runs the check of `name` and keeps what it throws. */
  attempt(name: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#isSpent ||= error instanceof TooCostlyError;
      const known = this.#failed.get(messageOf(error));
      if (known) known.names.push(name);
      else this.#failed.set(messageOf(error), { error, names: [name] });
    }
  }

  *findings(): Iterable<Finding> {
    for (const { error, names } of this.#failed.values()) yield { ...checkFailureOf(error, names), range };
  }
}
