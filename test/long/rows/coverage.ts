import { globSync, readFileSync } from 'node:fs';
import { readCoverage, shareOf, type FileCoverage } from '../coverage.ts';
import { errorCodes } from '../errorCodes.ts';
import { inFolder } from '../program.ts';
import type { Row } from '../row.ts';
import { runSuites } from '../suite.ts';

interface Floor {
  readonly lines: number;
  readonly branches: number;
}

/** Percent of each folder that the unit tests must run; they rise when the coverage does. */
const floors = JSON.parse(readFileSync('test/long/floors.json', 'utf8')) as Readonly<Record<string, Floor>>;

function below(files: readonly FileCoverage[], folder: string): readonly FileCoverage[] {
  return files.filter(({ file }) => file.startsWith(`${folder}/`));
}

const percent = ({ lines, branches }: Floor): string => `${lines.toFixed(1)} / ${branches.toFixed(1)} %`;

export const coverage: Row = {
  id: 'G18',
  title: 'coverage by the unit tests, lines / branches, and the codes of all errors and problems',
  goal: 'core >= 95 / 90 %, no folder below its floor (`test/long/floors.json`), every code produced by a test',
  measure: () =>
    inFolder(async (folder) => {
      const sources = globSync('src/{core,node}/**/*.ts').sort();
      const result = await runSuites(['test/unit/**/*.test.ts'], { env: { NODE_V8_COVERAGE: folder }, short: true });
      const files = readCoverage(folder, sources);
      const core = shareOf(below(files, 'src/core'));
      const low = Object.entries(floors).filter(([name, floor]) => {
        const share = shareOf(below(files, name));
        return !(share.lines >= floor.lines && share.branches >= floor.branches);
      });
      const tests = globSync('test/unit/**/*.test.ts').map((file) => readFileSync(file, 'utf8'));
      const codes = errorCodes(files, tests.join('\n'));
      const never = codes.filter(({ produced }) => !produced).map(({ code }) => code);
      for (const name of Object.keys(floors)) console.log(`${name}: ${percent(shareOf(below(files, name)))}`);
      return {
        value:
          `core ${percent(core)}; ${low.length} folders below their floor${low.map(([name]) => ` ${name}`).join()}; ` +
          `${codes.length} codes, ${never.length} never produced${never.map((code) => ` \`${code}\``).join()}; ${result.failed} failures`,
        held:
          core.lines >= 95 &&
          core.branches >= 90 &&
          low.length === 0 &&
          codes.length > 0 &&
          never.length === 0 &&
          result.failed === 0,
      };
    }),
};
