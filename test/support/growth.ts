import { Budget } from '../../src/core/skill/budget.ts';
import { suppress } from '../../src/core/skill/fixing/suppress.ts';
import { fixAll } from '../../src/core/skill/fixes.ts';
import { saidByHost } from '../../src/core/skill/hostDiagnostics.ts';
import type { Skill } from '../../src/core/skill/skill.ts';
import { validate } from '../../src/core/skill/validate.ts';
import { detailsOf } from '../../src/core/workspace/details.ts';
import { placesIn } from '../../src/core/workspace/report.ts';

/** Everything that is done with a skill because of its problems. */
export function solve(skill: Skill): void {
  const [placeOf, isSaid] = [placesIn(skill), saidByHost(skill)];
  for (const problem of validate(skill, 'api')) {
    isSaid(problem);
    suppress(skill, problem);
    detailsOf(skill, problem, placeOf);
  }
  fixAll(skill, 'api');
}

/** Work that a check counts. */
export function workOf(skill: Skill): number {
  const budget = new Budget();
  validate(skill, 'api', { budget });
  return budget.spent;
}

/** Below this many milliseconds a figure says more about the clock than about the work. */
const least = 8;

/**
 * The power of the size with which values grow that were measured at rising sizes: the slope of the line through them in
 * a picture with logarithmic axes. Values that are too small to say anything count as none; 0 when fewer than two are left.
 */
export function exponentOf(sizes: readonly number[], values: readonly number[], smallest = least): number {
  const points = values.flatMap((value, index) =>
    value >= smallest ? [[Math.log(sizes[index] ?? 1), Math.log(value)] as const] : [],
  );
  if (points.length < 2) return 0;
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
