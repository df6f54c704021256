import path from 'node:path';
import { configFileName } from '../core/lint/config.ts';
import { LintConfigs, type ConfiguredSettings, type FoundConfig } from '../core/lint/lintConfigs.ts';
import { parentOf } from '../core/text/addresses.ts';
import { visiblePath } from '../core/text/paths.ts';
import { parseExclusions } from '../core/workspace/exclusions.ts';
import { directCalls } from '../node/disk/diskCalls.ts';
import { ConfigFinder, readIfThere } from '../node/disk/configFile.ts';
import { UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';
import { shownPath, type SearchRules } from './skillArguments.ts';
import { toId } from './workspace.ts';

/** The configurations of skills, as a command takes them: one that is not understood ends it. */
export class CliConfigs {
  readonly #io: CliIo;
  readonly #configs: LintConfigs;

  /** `named`: the file that counts for all skills. */
  constructor(io: CliIo, named?: string) {
    this.#io = io;
    const finder = new ConfigFinder(configFileName, directCalls);
    const always = named === undefined ? undefined : toId(path.resolve(io.cwd, named));
    this.#configs = new LintConfigs({
      find: async (folder) => {
        const file = always ?? (await finder.find(folder));
        return file === undefined ? undefined : toId(file);
      },
      read: readIfThere,
    });
  }

  /** The one that counts for a folder, absolute path. Throws `UsageError` for one that is not understood. */
  async of(folder: string): Promise<FoundConfig> {
    const found = await this.#configs.of(toId(folder));
    const { file, fault } = found;
    if (file === undefined || fault === undefined) return found;
    const { line, character } = fault.start;
    const shown = visiblePath(shownPath(file, this.#io.cwd), 300);
    throw new UsageError(`${shown}:${line + 1}:${character + 1} ${fault.message}`);
  }

  /** How a skill is judged. Throws as `of`. */
  async settingsOf(folder: string): Promise<ConfiguredSettings> {
    await this.of(folder);
    return this.#configs.settingsOf(toId(folder));
  }

  /** What leaves folders out of a search. Throws as `of`. */
  async searchRules(folder: string): Promise<SearchRules> {
    const { config, file } = await this.of(folder);
    return { exclusions: parseExclusions(config.exclude), root: file === undefined ? undefined : parentOf(file) };
  }
}
