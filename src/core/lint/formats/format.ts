import type { LintResult } from '../result.ts';

export interface FormatOptions {
  /** Writes words in colors. */
  readonly paint?: Paint | undefined;
  /** Leaves out everything but errors. */
  readonly quiet?: boolean | undefined;
}

/** Gives a text its color; never says anything that the text does not. */
export type Paint = (style: 'red' | 'yellow' | 'cyan' | 'blue' | 'bold' | 'dim', text: string) => string;

/** A report, its line break at the end included. Pure. */
export type Format = (result: LintResult, options?: FormatOptions) => string;

export const unpainted: Paint = (_style, text) => text;
