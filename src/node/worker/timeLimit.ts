import { Script } from 'node:vm';
import { TooCostlyError } from '../../core/skill/budget.ts';
import { l10n } from '../../core/text/l10n.ts';

/**
 * Milliseconds after which a check is ended whose work nobody counted: many times what the most costly one takes that the
 * budget allows, also on a busy machine.
 */
export const longestCheck = 60_000;

const slot = Symbol.for('skill-publisher.check');
const call = new Script(`globalThis[Symbol.for(${JSON.stringify(slot.description)})]()`);

/**
 * Runs synchronous work in this thread and ends it when it takes too long, wherever it is, a loop or a pattern: throws
 * `TooCostlyError` then. The last resort for what `Budget` does not see.
 */
export function withinTime<T>(run: () => T, milliseconds = longestCheck): T {
  const results: T[] = [];
  Reflect.set(globalThis, slot, () => {
    results.push(run());
  });
  try {
    call.runInThisContext({ timeout: milliseconds, displayErrors: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')) throw error;
    throw new TooCostlyError(l10n.t`It took more than ${milliseconds} ms.`, { cause: error });
  } finally {
    Reflect.deleteProperty(globalThis, slot);
  }
  const [result] = results;
  return result as T;
}
