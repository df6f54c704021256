import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extractArchive } from '../../../src/core/bundle/extract.ts';
import { producers, type Producer } from '../producers.ts';
import { inFolder } from '../program.ts';
import type { Row } from '../row.ts';

/** Names, sizes and modes that archives differ in. */
function writeSkill(folder: string): void {
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'SKILL.md': '---\nname: s\ndescription: Reads.\n---\n\nHello\n',
    'scripts/run.sh': '#!/bin/sh\nexit 0\n',
    'references/übersicht é.md': '# Ü\n',
    'assets/empty.txt': '',
    'assets/large.bin': Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251),
    'assets/a/b/c/d/e/deep.txt': 'deep\n'.repeat(2_000),
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, ...name.split('/'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  chmodSync(path.join(folder, 'scripts', 'run.sh'), 0o755);
}

function contentsOf(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [`s/${path.relative(folder, file).split(path.sep).join('/')}`, readFileSync(file)];
    }),
  );
}

/** What is wrong, or undefined: read byte by byte as it was packed. */
async function faultOf(producer: Producer, folder: string): Promise<string | undefined> {
  const output = path.join(folder, 'out.zip');
  rmSync(output, { force: true });
  await producer.pack(folder, output);
  const wanted = contentsOf(path.join(folder, 's'));
  const found = extractArchive(readFileSync(output));
  const same = found.length === wanted.size && found.every((file) => wanted.get(file.path)?.equals(file.content));
  return same ? undefined : `${producer.name}: read differently`;
}

export const honestArchives: Row = {
  id: 'G5',
  title: 'honest archives',
  goal: '>= 12 from >= 7 producers read byte for byte',
  measure: () =>
    inFolder(async (folder) => {
      writeSkill(path.join(folder, 's'));
      const [read, faults, missing]: [Producer[], string[], string[]] = [[], [], []];
      for (const producer of producers) {
        if (!(await producer.isThere())) missing.push(`${producer.name} (not installed)`);
        else {
          const fault = await faultOf(producer, folder).catch((error: unknown) => `${producer.name}: ${String(error)}`);
          if (fault === undefined) read.push(producer);
          else faults.push(fault);
        }
      }
      const makers = new Set(read.map(({ maker }) => maker));
      return {
        value: [`${read.length} archives from ${makers.size} producers (${[...makers].join(', ')})`, ...faults].join(
          '; ',
        ),
        held: faults.length === 0 && read.length >= 12 && makers.size >= 7,
        notMeasurable: [
          ...missing,
          'downloads of the hosted service (need its key)',
          'archives made by macOS and Windows themselves',
        ],
      };
    }),
};
