/** Which response shapes and rules an answer follows. */
export type Dialect = 'ga' | 'beta';

/**
 * What a server speaks: `both` by header as the service does; `ga` and `beta` always the one, as a gateway that knows
 * only that does.
 */
export type DialectMode = 'both' | Dialect;

const betaHeaderValue = 'skills-2025-10-02';

/** The header alone selects: a comma separated list that may hold other values. */
export function selectDialect(mode: DialectMode, betaHeader: string | undefined): Dialect {
  if (mode !== 'both') return mode;
  const values = (betaHeader ?? '').split(',').map((value) => value.trim());
  return values.includes(betaHeaderValue) ? 'beta' : 'ga';
}
