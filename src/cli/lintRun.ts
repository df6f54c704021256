import path from 'node:path';
import { Baseline, baselineFileName, type BaselineKey } from '../core/lint/baseline.ts';
import { ruleLevels } from '../core/lint/config.ts';
import { baselineKeys, toLintedSkills, type JudgedSkill } from '../core/lint/toResult.ts';
import type { LintedSkill, LintResult } from '../core/lint/result.ts';
import type { Severity } from '../core/skill/problem.ts';
import { findMeant } from '../core/text/meant.ts';
import { renamedRules, rules as ruleTable } from '../core/skill/rules/all.ts';
import { targets, type Target } from '../core/skill/skill.ts';
import type { FolderSettings } from '../core/workspace/skillWorkspace.ts';
import { parentOf } from '../core/text/addresses.ts';
import { directCalls } from '../node/disk/diskCalls.ts';
import { findAbove, readIfThere } from '../node/disk/configFile.ts';
import { gitRoot } from '../node/disk/ignoreFiles.ts';
import { UsageError } from './arguments.ts';
import type { Input } from './command.ts';
import type { CliIo } from './io.ts';
import { judgeFolders } from './skills.ts';
import { toId } from './workspace.ts';
import { CliConfigs } from './lintConfigs.ts';
import { Progress } from './progress.ts';
import type { lintFlags } from './rows/lintFlags.ts';
import { namedSkills, shownPath, type NamedSkill, type SearchRules } from './skillArguments.ts';

type Values = Input<typeof lintFlags>['values'];

/** One run of the linter: which skills, how they are judged, and what of it is known. */
export class LintRun {
  readonly #io: CliIo;
  readonly #values: Values;
  readonly #configs: CliConfigs;
  readonly #changedRules: Readonly<Record<string, Severity | 'off'>>;

  /** Throws `UsageError`. */
  constructor(values: Values, io: CliIo) {
    this.#io = io;
    this.#values = values;
    this.#configs = new CliConfigs(io, values.config);
    this.#changedRules = parseRules(values.rule ?? []);
  }

  /** The skills that arguments mean. Throws `UsageError`. */
  find(positionals: readonly string[]): Promise<readonly NamedSkill[]> {
    return namedSkills(positionals, this.#io, (folder) => this.searchRules(folder));
  }

  /** What leaves folders out of the search. Throws `UsageError`. */
  searchRules(folder: string): Promise<SearchRules> {
    return this.#configs.searchRules(folder);
  }

  /** How each skill is judged: flags, then the configuration, then the defaults. Throws `UsageError`. */
  async settingsOf(skills: readonly NamedSkill[]): Promise<(folder: string) => FolderSettings> {
    const known = new Map<string, FolderSettings>();
    for (const { folder } of skills) {
      const { target = 'api', rules, limits, terms } = await this.#configs.settingsOf(folder);
      known.set(toId(folder), {
        target: this.#values.target ?? target,
        rules: { ...rules, ...this.#changedRules },
        limits,
        terms,
        details: true,
      });
    }
    return (folder) => known.get(folder) ?? { target: 'api', rules: {} };
  }

  /** The target that reports name. */
  async targetOf(skills: readonly NamedSkill[]): Promise<Target> {
    const own = skills[0] && (await this.#configs.settingsOf(skills[0].folder)).target;
    return this.#values.target ?? targets.find((target) => target === own) ?? 'api';
  }

  /** Judges the skills, each by itself and all side by side. Throws `UsageError`, and the signal's reason. */
  async judge(
    skills: readonly NamedSkill[],
    unsaved: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(),
  ): Promise<readonly JudgedSkill[]> {
    const progress = new Progress(this.#io, this.#values.quiet !== true && this.#values.format !== 'json');
    const of = await this.settingsOf(skills);
    const base = path.dirname(await this.baselineFile());
    try {
      const reports = await judgeFolders(
        skills.map(({ folder }) => folder),
        {
          of: (folder) => Promise.resolve(of(folder)),
          unsaved,
          onProgress: (done) => {
            progress.tell(`Checking skills: ${done} of ${skills.length}`);
          },
        },
        this.#io,
      );
      return skills.map(({ folder, shown }, index) => ({
        shown,
        stable: path.relative(base, folder).split(path.sep).join('/') || '.',
        problems: reports[index]?.problems ?? [],
      }));
    } finally {
      progress.end();
    }
  }

  /** Where the baseline is, or would be: absolute. Throws `UsageError`. */
  async baselineFile(): Promise<string> {
    const { cwd } = this.#io;
    if (this.#values.baseline !== undefined) return path.resolve(cwd, this.#values.baseline);
    const { config, file } = await this.#configs.of(cwd);
    const folder = file === undefined ? undefined : parentOf(file);
    if (folder !== undefined && config.baseline !== undefined) return path.join(folder, config.baseline);
    const above = await findAbove(cwd, baselineFileName, directCalls);
    return above ?? path.join(folder ?? (await gitRoot(cwd)) ?? cwd, baselineFileName);
  }

  /** `undefined` when there is none. Throws `UsageError` when one was named that is not there, `BaselineError`. */
  async baseline(): Promise<Baseline | undefined> {
    if (this.#values['no-baseline'] === true) return undefined;
    const file = await this.baselineFile();
    const text = await readIfThere(file);
    if (text !== undefined) return Baseline.parse(text);
    if (this.#values.baseline !== undefined) throw new UsageError(`'${shownPath(file, this.#io.cwd)}' does not exist`);
    return undefined;
  }

  /** A report on skills that were judged, `found` among others. */
  async result(judged: readonly JudgedSkill[], found: readonly NamedSkill[]): Promise<LintResult> {
    const target = await this.targetOf(found);
    return { ...(await this.compare(judged)), target, version: this.#io.version ?? '' };
  }

  /** What reports are made of, and how many entries of the baseline are out of date. */
  async compare(
    judged: readonly JudgedSkill[],
  ): Promise<{ readonly skills: readonly LintedSkill[]; readonly stale: number }> {
    const baseline = await this.baseline();
    return { skills: toLintedSkills(judged, baseline), stale: baseline?.stale(keysOf(judged), toScope(judged)) ?? 0 };
  }
}

/** What a baseline knows problems by. */
export function keysOf(judged: readonly JudgedSkill[]): readonly BaselineKey[] {
  return baselineKeys(judged);
}

/** The folders that were judged: of others a baseline says nothing now. */
export function toScope(judged: readonly JudgedSkill[]): readonly string[] {
  return judged.map(({ stable }) => stable);
}

function parseRules(texts: readonly string[]): Readonly<Record<string, Severity | 'off'>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [code = '', word = ''] = text.split('=');
      const severity = ruleLevels.find((each) => each === word);
      if (severity === undefined)
        throw new UsageError(
          `--rule is written ID=SEVERITY, with error, warning, information, hint or off, not '${text}'`,
        );
      if (!ruleTable.has(code)) throw unknownRule(code);
      return [code, severity];
    }),
  );
}

export function unknownRule(code: string): UsageError {
  const now = renamedRules.get(code);
  if (now !== undefined) return new UsageError(`The rule '${code}' is called '${now}' now`);
  const meant = findMeant(code, [...ruleTable.keys()]);
  return new UsageError(`There is no rule '${code}'${meant === undefined ? '' : `. Did you mean ${meant}?`}`);
}
