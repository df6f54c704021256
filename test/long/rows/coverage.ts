import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { readCoverage, shareOf, type FileCoverage } from '../coverage.ts';
import { errorCodes, formatCodes } from '../errorCodes.ts';
import { inFolder } from '../program.ts';
import type { Row } from '../row.ts';
import { runSuites } from '../suite.ts';

interface Floor {
  readonly lines: number;
  readonly branches: number;
}

const suites = ['test/unit/**/*.test.ts', 'test/process/**/*.test.ts'];

/** Percent of each folder that these must run; they rise when the coverage does. */
const floors = JSON.parse(readFileSync('test/long/floors.json', 'utf8')) as Readonly<Record<string, Floor>>;

function below(files: readonly FileCoverage[], folder: string): readonly FileCoverage[] {
  return files.filter(({ file }) => file.startsWith(`${folder}/`));
}

const percent = ({ lines, branches }: Floor): string => `${lines.toFixed(1)} / ${branches.toFixed(1)} %`;

/**
 * Recording makes everything several times slower, and tests that measure time fail of it: what failed runs again
 * without.
 */
async function stillFailing(failures: readonly string[]): Promise<readonly string[]> {
  if (failures.length === 0) return [];
  const titles = failures.map((failure) =>
    (failure.split('\n')[0] ?? '').replaceAll(' > ', ' ').replace(/[^\w ]/g, '\\$&'),
  );
  const grep = `^(${titles.join('|')})$`;
  const again = await runSuites(suites, { grep, short: true });
  return again.passed === failures.length ? [] : [...again.failures, 'a test that did not run again'];
}

export const coverage: Row = {
  id: 'G18',
  title: 'coverage by the unit and process tests, lines / branches, and the codes of all errors and problems',
  goal: 'core >= 95 / 90 %, no folder below its floor (`test/long/floors.json`), every code produced by a test',
  measure: () =>
    inFolder(async (folder) => {
      const sources = globSync('src/{core,node}/**/*.ts').sort();
      const result = await runSuites(suites, { env: { NODE_V8_COVERAGE: folder }, short: true });
      const failed = await stillFailing(result.failures);
      const files = readCoverage(folder, sources);
      const core = shareOf(below(files, 'src/core'));
      const low = Object.entries(floors).filter(([name, floor]) => {
        const share = shareOf(below(files, name));
        return !(share.lines >= floor.lines && share.branches >= floor.branches);
      });
      const tests = globSync(suites).sort();
      const codes = errorCodes(
        files,
        tests.map((file) => ({ file, text: readFileSync(file, 'utf8') })),
      );
      writeFileSync('docs/error-codes.md', formatCodes(codes));
      const never = codes.filter(({ produced }) => !produced).map(({ code }) => code);
      for (const name of Object.keys(floors)) console.log(`${name}: ${percent(shareOf(below(files, name)))}`);
      return {
        value:
          `core ${percent(core)}; ${low.length} folders below their floor${low.map(([name]) => ` ${name}`).join()}; ` +
          `${codes.length} codes, ${never.length} never produced${never.map((code) => ` \`${code}\``).join()}; ` +
          `${result.passed} tests passed, ${failed.length} failed`,
        held:
          core.lines >= 95 &&
          core.branches >= 90 &&
          low.length === 0 &&
          codes.length > 0 &&
          never.length === 0 &&
          result.passed > 0 &&
          failed.length === 0,
      };
    }),
};
