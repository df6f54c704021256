import { parentOf, pathIn } from '../text/addresses.ts';
import { Lines } from '../text/lines.ts';
import { nowhere, type Place } from '../workspace/report.ts';
import { emptyConfig, parseConfig, settingsFor, tightening, type LintConfig, type LintSettings } from './config.ts';
import { l10n } from '../text/l10n.ts';

/** Port: where configurations are. Folders and files are absolute, with `/` separators. */
interface ConfigFiles {
  /** The nearest configuration at or above a folder. */
  find(folder: string): Promise<string | undefined>;
  /** `undefined` when it is not there. */
  read(file: string): Promise<string | undefined>;
  /** One was read. */
  onRead?(read: FoundConfig & { readonly file: string }): void;
}

/** Why a configuration is not used. */
export interface ConfigFault extends Place {
  readonly message: string;
}

/** A configuration that counts for a folder. */
export interface FoundConfig {
  /** What is not understood leaves the defaults. */
  readonly config: LintConfig;
  /** `undefined` where there is none. */
  readonly file: string | undefined;
  readonly fault: ConfigFault | undefined;
}

/** How a configuration has a skill judged. */
export interface ConfiguredSettings extends LintSettings, Pick<LintConfig, 'terms'> {
  /** What of `rules` counts where the skill is published. */
  readonly publishRules: NonNullable<LintSettings['rules']>;
}

const none: FoundConfig = { config: emptyConfig, file: undefined, fault: undefined };

/** The configurations of skills, each read once, until `forget`. */
export class LintConfigs {
  readonly #files: ConfigFiles;
  readonly #known = new Map<string, Promise<FoundConfig>>();

  constructor(files: ConfigFiles) {
    this.#files = files;
  }

  /** The one that counts for a folder. Throws what reading it throws. */
  async of(folder: string): Promise<FoundConfig> {
    const file = await this.#files.find(folder);
    if (file === undefined) return none;
    const found = this.#known.get(file) ?? this.#read(file);
    this.#known.set(file, found);
    return found;
  }

  /** How a skill folder is judged. */
  async settingsOf(folder: string): Promise<ConfiguredSettings> {
    const { config, file } = await this.of(folder);
    const settings = settingsFor(config, file === undefined ? '' : (pathIn(parentOf(file), folder) ?? ''));
    return { ...settings, terms: config.terms, publishRules: tightening(settings.rules) };
  }

  /** Everything is read again when it is asked for. */
  forget(): void {
    this.#known.clear();
  }

  async #read(file: string): Promise<FoundConfig> {
    const text = await this.#files.read(file);
    const found = { file, ...(text === undefined ? missingConfig() : toConfig(text)) };
    this.#files.onRead?.(found);
    return found;
  }
}

function missingConfig(): Pick<FoundConfig, 'config' | 'fault'> {
  return { config: emptyConfig, fault: { message: l10n.t`It does not exist.`, ...nowhere } };
}

function toConfig(text: string): Pick<FoundConfig, 'config' | 'fault'> {
  const { config, problems } = parseConfig(text);
  const [first] = problems;
  if (!first) return { config, fault: undefined };
  const lines = new Lines(text);
  const [start, end] = [lines.positionAt(first.range.start), lines.positionAt(first.range.end)];
  return { config: emptyConfig, fault: { message: first.message, start, end } };
}
