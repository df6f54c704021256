/** True for an error of the operating system, whose `code` says which one (`ENOENT`). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
