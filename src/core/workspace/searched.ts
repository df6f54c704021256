/** Folders that never hold the user's own skills: of tools, of builds, and what a write leaves beside its target. */
const neverSearched = /^(?:node_modules|\.git|\.venv|dist|out|\.[^/]+\.(?:tmp|old)-[^/-]*-[^/]*)$/;

/** True for the name of a folder in which no skill is looked for. */
export function isNeverSearched(name: string): boolean {
  return neverSearched.test(name);
}
