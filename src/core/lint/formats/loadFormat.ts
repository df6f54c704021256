import type { Format } from './format.ts';

export const formatNames = ['text', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit'] as const;
export type FormatName = (typeof formatNames)[number];

/** Loads one format and nothing else. */
export async function loadFormat(name: FormatName): Promise<Format> {
  switch (name) {
    case 'text':
      return (await import('./text.ts')).textFormat;
    case 'concise':
      return (await import('./concise.ts')).concise;
    case 'json':
      return (await import('./json.ts')).json;
    case 'sarif':
      return (await import('./sarif.ts')).sarif;
    case 'github':
      return (await import('./github.ts')).github;
    case 'gitlab':
      return (await import('./gitlab.ts')).gitlab;
    case 'junit':
      return (await import('./junit.ts')).junit;
  }
}
