import { escapeControls } from './controls.ts';

/**
 * Data as JSON and a line break. Written in another way that means the same: what acts on a terminal, and `##[`, which a
 * CI service looks for anywhere in its log.
 */
export function toJson(data: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return `${escapeControls(JSON.stringify(data, replacer, 2)).replace(/#(?=#(?:vso)?\[)/gi, '\\u0023')}\n`;
}
