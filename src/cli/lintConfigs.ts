import path from 'node:path';
import {
  configFileName,
  emptyConfig,
  parseConfig,
  settingsFor,
  type LintConfig,
  type LintSettings,
} from '../core/lint/config.ts';
import { visiblePath } from '../core/text/paths.ts';
import { Lines } from '../core/text/lines.ts';
import { parseExclusions } from '../core/workspace/exclusions.ts';
import { findAbove, readIfThere } from '../node/disk/configFile.ts';
import { UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';
import { shownPath, type SearchRules } from './skillArguments.ts';

/** A configuration, and the folder its paths count from. */
export interface FoundConfig {
  readonly config: LintConfig;
  /** Absolute; `undefined` where there is no file. */
  readonly folder: string | undefined;
}

/** The configurations of skills, each read once. */
export class LintConfigs {
  readonly #io: CliIo;
  readonly #named: string | undefined;
  readonly #known = new Map<string, Promise<FoundConfig>>();

  /** `named`: the file that counts for all skills. */
  constructor(io: CliIo, named: string | undefined) {
    this.#io = io;
    this.#named = named;
  }

  /** The one that counts for a folder. Throws `UsageError` for one that is not understood. */
  async of(folder: string): Promise<FoundConfig> {
    const file =
      this.#named === undefined ? await findAbove(folder, configFileName) : path.resolve(this.#io.cwd, this.#named);
    if (file === undefined) return { config: emptyConfig, folder: undefined };
    const found = this.#known.get(file) ?? this.#read(file);
    this.#known.set(file, found);
    return found;
  }

  /** How a skill is judged. */
  async settingsOf(folder: string): Promise<LintSettings & Pick<LintConfig, 'terms'>> {
    const { config, folder: base } = await this.of(folder);
    const inside = base === undefined ? '' : path.relative(base, folder).split(path.sep).join('/');
    return { ...settingsFor(config, inside), terms: config.terms };
  }

  /** What leaves folders out of a search. */
  async searchRules(folder: string): Promise<SearchRules> {
    const { config, folder: root } = await this.of(folder);
    return { exclusions: parseExclusions(config.exclude), root };
  }

  async #read(file: string): Promise<FoundConfig> {
    const shown = visiblePath(shownPath(file, this.#io.cwd), 300);
    const text = await readIfThere(file);
    if (text === undefined) throw new UsageError(`'${shown}' is not there`);
    const { config, problems } = parseConfig(text);
    const [first] = problems;
    if (!first) return { config, folder: path.dirname(file) };
    const { line, character } = new Lines(text).positionAt(first.range.start);
    throw new UsageError(`${shown}:${line + 1}:${character + 1} ${first.message}`);
  }
}
