/** One row of the table in `docs/reliability.md`. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** The figure to hold. */
  readonly goal: string;
  measure(): Promise<Measured>;
}

export interface Measured {
  /** What was found, fit for a cell. */
  readonly value: string;
  readonly held: boolean;
  /** What of the goal cannot be measured on this machine, each with the reason. */
  readonly notMeasurable?: readonly string[];
}
