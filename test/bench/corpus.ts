import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The same numbers in every run, 0 to 1: a linear congruential generator. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const words =
  'the a skill reads writes file table report with from to and when page data value script field query result line note step each'.split(
    ' ',
  );

/** Prose of about so many characters, with headings, lists, links and code, different in every call. */
export function prose(random: () => number, length: number): string {
  const lines: string[] = [];
  let size = 0;
  while (size < length) {
    const count = 6 + Math.floor(random() * 10);
    const sentence = Array.from({ length: count }, () => {
      const word = words[Math.floor(random() * words.length)] ?? '';
      return random() < 0.2 ? `${word}${Math.floor(random() * 10_000)}` : word;
    }).join(' ');
    const kind = random();
    const line =
      kind < 0.05
        ? `\n## ${sentence}\n`
        : kind < 0.2
          ? `- ${sentence}`
          : kind < 0.25
            ? `\`${sentence}\``
            : `${sentence}.`;
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join('\n');
}

/** Bytes that do not compress and carry no known head. */
export function noise(random: () => number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index += 1) bytes[index] = random() * 256;
  return bytes;
}

/** What a skill of the bench is made of. */
export interface CorpusSkill {
  readonly name: string;
  readonly files: number;
  /** Bytes of all files together. */
  readonly bytes: number;
  /** `pictures`: every file but SKILL.md is a PNG by its head. */
  readonly kind: 'mixed' | 'pictures' | 'text';
}

/** Writes a skill into a folder named like it and returns the folder. Valid, no secrets, the same in every run. */
export function writeSkill(root: string, { name, files, bytes, kind }: CorpusSkill): string {
  const random = seeded(files + bytes);
  const folder = path.join(root, name);
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(
    path.join(folder, 'SKILL.md'),
    `---\nname: ${name}\ndescription: Writes reports of the bench. Use when the bench runs.\n---\n\n` +
      `# ${name}\n\nSee the files in \`assets/\`.\n`,
  );
  const each = Math.floor(bytes / (files - 1));
  const head = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  for (let index = 1; index < files; index += 1) {
    const text = kind === 'text' || (kind === 'mixed' && index % 2 === 0);
    const content = text
      ? prose(random, each)
      : kind === 'pictures'
        ? Buffer.concat([head, noise(random, each - head.length)])
        : noise(random, each);
    const extension = text ? 'txt' : kind === 'pictures' ? 'png' : 'bin';
    writeFileSync(path.join(folder, 'assets', `${index}.${extension}`), content);
  }
  return folder;
}
