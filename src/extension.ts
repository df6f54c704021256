export function activate(): void {
  // Parts are wired here.
}
