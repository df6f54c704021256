import * as vscode from 'vscode';
import { configFileName } from '../../core/lint/config.ts';
import { LintConfigs, type ConfigFault } from '../../core/lint/lintConfigs.ts';
import { Emitter } from '../../core/text/emitter.ts';
import { nameOf, parentOf, pathIn } from '../../core/text/addresses.ts';
import { isExcludedBy, parseExclusions, type Exclusions } from '../../core/workspace/exclusions.ts';
import type { FolderSettings } from '../../core/workspace/skillWorkspace.ts';
import { ConfigFinder, readIfThere } from '../../node/disk/configFile.ts';
import { fromAddress, toAddress } from './skillAddress.ts';
import { rulesOf, targetOf } from './validationSettings.ts';

/** A configuration as it was read. */
export interface ReadConfig {
  readonly uri: vscode.Uri;
  /** Why it is not used. */
  readonly fault: ConfigFault | undefined;
}

/**
 * How skill folders are judged: by the nearest `skill-publisher.config.json`, as on the command line, and by VS Code's
 * settings where that leaves something out. Folders are addresses.
 */
export class FoldersSettings implements vscode.Disposable {
  readonly #finder = new ConfigFinder(configFileName);
  readonly #configs: LintConfigs;
  /** By the folder of a configuration, what it leaves out of the search. */
  readonly #exclusions = new Map<string, Exclusions>();
  readonly #didRead = new Emitter<ReadConfig>();
  readonly onDidRead = this.#didRead.event;

  constructor() {
    this.#configs = new LintConfigs({
      find: async (folder) => {
        const uri = fromAddress(folder);
        const file = uri.scheme === 'file' ? await this.#finder.find(uri.fsPath) : undefined;
        return file === undefined ? undefined : toAddress(vscode.Uri.file(file));
      },
      read: (file) => readIfThere(fromAddress(file).fsPath),
      onRead: ({ file, config, fault }) => {
        this.#exclusions.set(parentOf(file), parseExclusions(config.exclude));
        this.#didRead.fire({ uri: fromAddress(file), fault });
      },
    });
  }

  async of(folder: string): Promise<FolderSettings> {
    const uri = fromAddress(folder);
    const { target = targetOf(uri), rules, limits, terms, publishRules } = await this.#configs.settingsOf(folder);
    const settings = rulesOf(uri);
    return {
      target,
      rules: { ...settings, ...rules },
      publishRules: { ...settings, ...publishRules },
      ...(limits ? { limits } : {}),
      ...(terms.length > 0 ? { terms } : {}),
    };
  }

  /** Whether a folder is published only when Git knows of no change in it: a setting or a configuration asks for it. */
  async requiresCleanGit(folder: string): Promise<boolean> {
    const settings = vscode.workspace.getConfiguration('skillPublisher', fromAddress(folder));
    const { config } = await this.#configs.of(folder);
    return settings.get('publish.requireCleanGit') === true || config.publish.requireCleanGit === true;
  }

  /** What is wrong with the configuration of a folder, and where it is; `undefined` when nothing is. */
  async faultOf(folder: string): Promise<{ readonly uri: vscode.Uri; readonly fault: ConfigFault } | undefined> {
    const { file, fault } = await this.#configs.of(folder);
    return file === undefined || fault === undefined ? undefined : { uri: fromAddress(file), fault };
  }

  /** Those of the folders that no configuration leaves out. */
  async included(folders: readonly string[]): Promise<readonly string[]> {
    await Promise.all(folders.map((folder) => this.#configs.of(folder)));
    return folders.filter((folder) => !this.isExcluded(folder));
  }

  /** True for a folder that a configuration leaves out which was read for it or for another one. */
  isExcluded(folder: string): boolean {
    for (let above = folder; above !== parentOf(above); above = parentOf(above)) {
      const exclusions = this.#exclusions.get(above);
      if (exclusions) return isExcludedBy(exclusions, `${pathIn(above, folder) ?? ''}/SKILL.md`.replace(/^\//, ''));
    }
    return false;
  }

  /** Takes a file that changed, came or went; true when it is a configuration, and everything may be another now. */
  touched(address: string): boolean {
    if (nameOf(address) !== configFileName) return false;
    this.#finder.forget();
    this.#configs.forget();
    this.#exclusions.delete(parentOf(address));
    this.#didRead.fire({ uri: fromAddress(address), fault: undefined });
    return true;
  }

  dispose(): void {
    this.#didRead.dispose();
  }
}
