/**
 * Data as JSON and a line break; `##[`, which a CI service looks for anywhere in its log, is written in another way that
 * means the same.
 */
export function toJson(data: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return `${JSON.stringify(data, replacer, 2).replace(/#(?=#(?:vso)?\[)/gi, '\\u0023')}\n`;
}
