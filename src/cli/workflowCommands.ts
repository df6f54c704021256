/** True where the output is the log of a CI service, which may act on what stands in it. */
export function isCiLog({ CI, GITHUB_ACTIONS, TF_BUILD }: Readonly<Record<string, string | undefined>>): boolean {
  return [CI, GITHUB_ACTIONS, TF_BUILD].some((each) => each !== undefined && !/^(?:|0|false)$/i.test(each));
}

/**
 * The text with nothing that a CI service takes for a command: `::…` at the start of a line (GitHub), `##[…]` and
 * `##vso[…]` anywhere in one (GitHub, Azure). What is read in files, names and answers goes through this; a command of
 * our own does not. Blanks keep it readable.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\r\n\u2028\u2029]*):(?=:)/gm, '$1: ').replace(/#(?=#(?:vso)?\[)/gi, '# ');
}
