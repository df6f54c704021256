import type { ArchiveFile } from '../../src/core/bundle/extract.ts';

/** What is not part of the skill and must survive every replacement. */
export const keptPaths: readonly string[] = ['.env', 'node_modules/'];

/** One of two contents of a skill folder: other texts, other files, other modes. */
export function pulledContent(which: number): readonly ArchiveFile[] {
  const files = Array.from(
    { length: 12 },
    (_, index): ArchiveFile => ({
      path: `references/${which === 0 ? 'a' : 'b'}${index}.md`,
      content: new TextEncoder().encode(`${which} `.repeat(2000)),
      mode: 0o644,
    }),
  );
  const run = { path: 'scripts/run.sh', content: new TextEncoder().encode(`#!/bin/sh\necho ${which}\n`), mode: 0o755 };
  return [
    {
      path: 'SKILL.md',
      content: new TextEncoder().encode(`---\nname: killed\ndescription: Version ${which}.\n---\n`),
      mode: 0o644,
    },
    ...files,
    run,
  ];
}
