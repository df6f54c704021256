import path from 'node:path';
import type { ArchiveFile } from '../../src/core/bundle/extract.ts';
import type { ImpactQuestion } from '../../src/core/impact/impact.ts';
import { WorkerJudge } from '../../src/node/worker/workerJudge.ts';
import { prose, seeded } from './corpus.ts';
import { report } from './figure.ts';
import { costOf, median, type Cost } from './meter.ts';

const files = 500;
/** Bytes of all files together. */
const together = 2_000_000;
const rounds = 5;

const programs: Readonly<Record<string, (index: number, words: string) => string>> = {
  md: (index, words) =>
    `## Part ${index}\n\n${words}\n\nRun \`scripts/${index}.py\`.\n\n\`\`\`bash\npython scripts/${index}.py --input data.csv\n\`\`\`\n\n`,
  py: (index, words) =>
    `def step_${index}(path, limit=10):\n    """${words.replace(/\W+/g, ' ')}"""\n    with open(path) as source:\n` +
    `        rows = [row.strip() for row in source if len(row) > limit]\n    return {"rows": rows, "count": len(rows)}\n\n\n`,
  mjs: (index, words) =>
    `// ${words.replace(/\W+/g, ' ')}\nexport function step${index}(rows, limit = 10) {\n` +
    `  const kept = rows.filter((row) => row.length > limit);\n  return { kept, count: kept.length };\n}\n\n`,
  sh: (index, words) =>
    `# ${words.replace(/\W+/g, ' ')}\nif [ -f "data-${index}.csv" ]; then\n  sort "data-${index}.csv" | uniq -c > "out-${index}.txt"\nfi\n\n`,
};
/** How often each kind is there, as in public skills: mostly text. */
const kinds = ['md', 'md', 'md', 'md', 'md', 'md', 'py', 'py', 'mjs', 'sh'];

function version(seed: number): ArchiveFile[] {
  const random = seeded(seed);
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const main = '---\nname: bench\ndescription: Writes reports of the bench. Use when the bench runs.\n---\n\n# Bench\n';
  const others = Array.from({ length: files - 1 }, (_, index): ArchiveFile => {
    const kind = kinds[index % kinds.length] ?? 'md';
    let text = '';
    while (text.length < together / files) text += programs[kind]?.(index, prose(random, 200)) ?? '';
    return { path: `${kind === 'md' ? 'references' : 'scripts'}/${index}.${kind}`, content: encode(text), mode: 0o644 };
  });
  return [{ path: 'SKILL.md', content: encode(main), mode: 0o644 }, ...others];
}

/** The same with five files changed, others in each round. */
function changed(old: readonly ArchiveFile[], round: number): ArchiveFile[] {
  return old.map((file, index) =>
    index % (files / 5) === round + 1
      ? { ...file, content: Buffer.concat([file.content, Buffer.from(`\n# Round ${round}\n`)]) }
      : file,
  );
}

describe('the comparison of two versions, in the thread of the judge', function () {
  this.timeout(600_000);

  it(`of ${files} files`, async () => {
    const base = version(1);
    const [firsts, others]: [Cost[], Cost[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      const judge = new WorkerJudge({
        program: path.resolve('out/program/judge.js'),
        materialOf: () => Promise.reject(new Error('No skill is judged.')),
      });
      const ask = (now: number): Promise<unknown> => {
        const sides = [base, changed(base, now)].map((side) => ({ fingerprint: '', files: side }));
        return judge.impact({ old: sides[0], now: sides[1], tool: '', isSealed: true } as ImpactQuestion);
      };
      firsts.push(await costOf(() => ask(0)));
      await ask(1);
      others.push(await costOf(() => ask(2)));
      await judge.end();
    }
    const cpu = (costs: readonly Cost[]): number => median(costs.map((cost) => cost.cpu));
    const what = `I compare ${files} files, ${together / 1_000_000} MB`;
    report({ id: `${what}, first time, processor`, value: cpu(firsts), unit: 'ms', goal: { most: 2_000 } });
    report({ id: `${what}, 5 changed, processor`, value: cpu(others), unit: 'ms', goal: { most: 100 } });
  });
});
