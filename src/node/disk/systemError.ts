/** Takes a failure of the disk as nothing there, where that is all the same; throws everything else. */
export function nothingOnSystemError(error: unknown): undefined {
  if (!isSystemError(error)) throw error;
  return undefined;
}

/** True for an error of the operating system, whose `code` says which one (`ENOENT`). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
