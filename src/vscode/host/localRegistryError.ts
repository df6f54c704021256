/** The local registry did not start, or could not do what it was asked. `message` is fit to show. */
export class LocalRegistryError extends Error {
  override readonly name = 'LocalRegistryError';
}
