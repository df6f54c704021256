/** A number as a cell shows it. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  return value >= 10 || Number.isInteger(value) ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);
}
