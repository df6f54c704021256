// Judges and mends every construct at every position at four sizes; prints a JSON line for each: names, processor
// milliseconds of the check and of everything that is done because of its problems, and how they grow.
// Arguments: which part of how many parts.
import { exponentOf, solve } from '../../support/growth.ts';
import { processorTime } from '../../support/processorTime.ts';
import { allPumps, type Pump } from '../../support/pumps.ts';
import { validate } from '../../../src/core/skill/validate.ts';
import type { Growth } from '../growth.ts';

const shares = [1 / 8, 1 / 4, 1 / 2, 1];
const fullOfBody = 100_000;
/** Runs of a figure that looks wrong: the others also had to compile, to collect garbage or to share the processor. */
const mostRuns = 24;

function measure(pump: Pump): Growth {
  const found = measureAt(pump, shares);
  // Front matter is not read behind its limit. Where a text is read in another way from some length on, growth begins there.
  if (Math.max(found.exponent, found.exponentOfAll) <= 1.2 || pump.full < fullOfBody) return found;
  const { exponent, exponentOfAll } = measureAt(pump, [1, 2, 4]);
  return { ...found, exponent, exponentOfAll };
}

function measureAt({ construct, position, full, skillOf }: Pump, at: readonly number[]): Growth {
  const sizes = at.map((share) => share * full);
  const skills = sizes.map((size) => skillOf(size));
  const [check, all] = [skills.map(() => Infinity), skills.map(() => Infinity)];
  for (let run = 0; run < mostRuns; run += 1) {
    for (const [index, skill] of skills.entries()) {
      check[index] = Math.min(
        check[index] ?? 0,
        processorTime(() => validate(skill, 'api')),
      );
      all[index] = Math.min(
        all[index] ?? 0,
        processorTime(() => {
          solve(skill);
        }),
      );
    }
    const isQuick = (check.at(-1) ?? 0) <= 100 && (all.at(-1) ?? 0) <= 1_000;
    if (isQuick && exponentOf(sizes, check) <= 1.2 && exponentOf(sizes, all) <= 1.2) break;
  }
  const [exponent, exponentOfAll] = [exponentOf(sizes, check), exponentOf(sizes, all)];
  return { construct, position, full, check, all, exponent, exponentOfAll };
}

const [part = 0, parts = 1] = process.argv.slice(2).map(Number);
Error.stackTraceLimit = 10;
for (const [index, pump] of allPumps(fullOfBody).entries())
  if (index % parts === part) console.log(JSON.stringify(measure(pump)));
