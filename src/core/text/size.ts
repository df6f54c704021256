/**
 * Bytes for people, in the units that VS Code shows: 1 KB has 1,024 bytes, 1 MB has 1,024 KB. The Skills API counts its
 * limits so too.
 */
export function toSize(bytes: number): string {
  if (bytes < 1024) return plural(bytes, 'byte');
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}

/** A number with its noun: "1 file", "1,200 files". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
