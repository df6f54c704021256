import { appendFileSync } from 'node:fs';

/** What a figure must hold: a bound of the value itself, or of its ratio to the peer of the same run. */
export type Goal = ({ readonly most: number } | { readonly least: number }) & { readonly of?: 'value' | 'ratio' };

/** One measured figure. Medians of interleaved runs; less is better unless the goal is a `least`. */
export interface Figure {
  /** Which figure of `docs/performance.md`, then what exactly: `P5 pack 25 MB mixed, wall`. Unique in a run. */
  readonly id: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'KB' | 'x' | '/s' | 'requests';
  readonly goal?: Goal | undefined;
  /** The same work done by something else, in the same run and unit. */
  readonly peer?: { readonly name: string; readonly value: number } | undefined;
}

/** A figure that could not be taken: which, and why. Never left out without a word. */
export interface Missing {
  readonly id: string;
  readonly missing: string;
}

/**
 * Says a figure on the console and, where `npm run bench` collects them, hands it to the runner. A missed goal is no
 * failure of the bench: the runner's table says it, and `--check` compares with stored ratios.
 */
export function report(figure: Figure | Missing): void {
  console.log(`      ${describeFigure(figure)}`);
  const file = process.env['SKILL_PUBLISHER_BENCH_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

/** The figure divided by its peer; `undefined` without one. */
export function ratioOf({ value, peer }: Figure): number | undefined {
  return peer === undefined || peer.value === 0 ? undefined : value / peer.value;
}

/** Whether the goal holds; `undefined` when there is none, or none that this run can tell. */
export function isMet(figure: Figure): boolean | undefined {
  const { goal, value } = figure;
  const judged = goal?.of === 'ratio' ? ratioOf(figure) : value;
  if (goal === undefined || judged === undefined) return undefined;
  return 'most' in goal ? judged <= goal.most : judged >= goal.least;
}

export function describeFigure(figure: Figure | Missing): string {
  if ('missing' in figure) return `${figure.id}: not measured: ${figure.missing}`;
  const { id, value, unit, goal, peer } = figure;
  const ratio = ratioOf(figure);
  const beside =
    peer && ratio !== undefined ? `, ${ratio.toFixed(2)} x ${peer.name} (${round(peer.value)} ${unit})` : '';
  if (goal === undefined) return `${id}: ${round(value)} ${unit}${beside}`;
  const met = isMet(figure);
  const verdict = met === undefined ? 'not judged' : met ? 'met' : 'missed';
  return `${id}: ${round(value)} ${unit}${beside}; goal ${describeGoal(figure)}: ${verdict}`;
}

/** The bound in words; '' without one. */
export function describeGoal({ goal, unit }: Figure): string {
  if (goal === undefined) return '';
  // Some bounds are measured in the same run.
  const shown = (bound: number): string => String(Number(bound.toFixed(bound >= 100 ? 0 : 2)));
  const bound = 'most' in goal ? `at most ${shown(goal.most)}` : `at least ${shown(goal.least)}`;
  return `${bound}${goal.of === 'ratio' ? ' x' : ` ${unit}`}`;
}

export function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** By how much a ratio may be worse than the stored one. */
const tolerance = 0.25;

/** Every figure whose ratio to its peer is worse than the stored one by more than the tolerance, as sentences. */
export function findRegressions(
  figures: readonly Figure[],
  stored: Readonly<Record<string, number>>,
): readonly string[] {
  return figures.flatMap((figure) => {
    const [ratio, before] = [ratioOf(figure), stored[figure.id]];
    if (ratio === undefined || before === undefined) return [];
    const moreIsBetter = figure.goal !== undefined && 'least' in figure.goal;
    const worse = moreIsBetter ? before / ratio : ratio / before;
    if (worse <= 1 + tolerance) return [];
    return [
      `${figure.id}: ${ratio.toFixed(2)} x ${figure.peer?.name ?? ''}, stored ${before.toFixed(2)} x: ` +
        `${Math.round((worse - 1) * 100)} % worse`,
    ];
  });
}
