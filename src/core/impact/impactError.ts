/** Versions could not be compared, through no fault of who asked. `message` is one sentence. */
export class ImpactError extends Error {
  override readonly name = 'ImpactError';
}
