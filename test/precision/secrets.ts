import { createHash } from 'node:crypto';
import path from 'node:path';
import { scanSecrets } from '../../src/core/bundle/secrets.ts';
import { judgeSkill } from '../../src/core/workspace/judge.ts';
import { readSkillFolder } from '../support/readSkillFolder.ts';
import { skillFolders, type Corpus } from './findings.ts';
import type { Before } from './report.ts';

/** A place of a public skill that a pack stops at. Its value is not kept. */
export interface Stop {
  readonly id: string;
  readonly repository: string;
  readonly skill: string;
  /** Path in the repository and line, counted from 1. */
  readonly place: string;
  readonly what: string;
  /** Whoever knows the value could use it; `undefined` until somebody judged. */
  readonly right?: boolean | undefined;
  readonly note?: string | undefined;
}

export interface Stops {
  /** Skills without errors, which are all that can be packed. */
  readonly packs: number;
  readonly stops: readonly Stop[];
}

/** What stops the packs of all skills without errors. */
export async function findStops(corpora: readonly Corpus[]): Promise<Stops> {
  const stops: Stop[] = [];
  let packs = 0;
  for (const corpus of corpora) {
    for (const folder of skillFolders(corpus)) {
      const reading = await readSkillFolder(folder, { workspaceRoot: corpus.folder });
      if (judgeSkill(reading, { target: 'api' }).some(({ severity }) => severity === 'error')) continue;
      packs += 1;
      const skill = path.relative(corpus.folder, folder).split(path.sep).join('/');
      for (const { path: file, line, what, fingerprint } of (await scanSecrets(reading.files)).findings) {
        const place = `${path.posix.join(skill, file)}${line === undefined ? '' : `#L${line}`}`;
        const id = createHash('sha256')
          .update([corpus.repository, skill, fingerprint].join('\0'))
          .digest('hex')
          .slice(0, 12);
        stops.push({ id, repository: corpus.repository, skill, place, what });
      }
    }
  }
  return { packs, stops };
}

/** The stops of now with the judgments of before. */
export function judgedStops({ packs, stops }: Stops, before: Stops | undefined): Stops {
  const known = new Map(before?.stops.map((each) => [each.id, each]));
  return {
    packs,
    stops: stops.map((each) => {
      const { right, note } = known.get(each.id) ?? {};
      return { ...each, ...(right === undefined ? {} : { right }), ...(note === undefined ? {} : { note }) };
    }),
  };
}

/** Lines of `docs/precision.md`. */
export function secretLines({ packs, stops }: Stops, before: Before['secrets']): readonly string[] {
  const packsWith = (right: boolean): number =>
    new Set(stops.filter((each) => each.right === right).map(({ repository, skill }) => `${repository}/${skill}`)).size;
  const open = stops.filter(({ right }) => right === undefined).length;
  return [
    '## Secrets',
    '',
    `Of the ${packs} skills without errors each was searched as \`pack\` does it (\`npm run precision -- --secrets FOLDER…\`). ` +
      `${packsWith(true)} are stopped at a value that whoever reads it could use, ${packsWith(false)} at one that is none ` +
      `(${((packsWith(false) / Math.max(1, packs)) * 1100).toFixed(1)} in 1,100)${open > 0 ? `; ${open} places are not judged` : ''}. ` +
      (before ? `Before, ${before.stopped} of ${before.packs} were stopped, ${before.right} of them rightly. ` : '') +
      'The judgments are in `test/precision/stops.json`, without the values. That each of 15 kinds of keys is stopped, ' +
      'where they stood in public skills, is a test (`test/unit/core/bundle/secretKinds.test.ts`).',
    '',
    '| what it looks like | places | right |',
    '|---|---|---|',
    ...[...new Set(stops.map(({ what }) => what))].sort().map((what) => {
      const own = stops.filter((each) => each.what === what);
      return `| ${what} | ${own.length} | ${own.filter(({ right }) => right === true).length} |`;
    }),
    '',
  ];
}
