import { maxPlanAge } from '../core/publish/planFile.ts';
import { UsageError } from './arguments.ts';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `90m`, `24h` or `2d`, at most those that a plan holds. Throws `UsageError`. */
export function toPlanAge(text: string | undefined, flag: string): number {
  if (text === undefined) return maxPlanAge;
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const time = count === undefined ? 0 : Number(count) * units[unit as keyof typeof units];
  if (time <= 0 || time > maxPlanAge)
    throw new UsageError(`--${flag} takes a time such as 30m, 24h or 2d, at most 72h, not '${text}'`);
  return time;
}
