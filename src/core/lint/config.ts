import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { findMeant } from '../text/meant.ts';
import type { Range, Severity } from '../skill/problem.ts';
import { renamedRules, rules as ruleTable } from '../skill/rules/all.ts';
import type { Term } from '../skill/rules/rule.ts';
import { targets, type Target } from '../skill/skill.ts';
import { globMatcher } from '../skill/glob.ts';
import { l10n } from '../text/l10n.ts';

/** Name of the file that editor, command line and action read. */
export const configFileName = 'skill-publisher.config.json';
/** Characters of a configuration that is read. */
const maxLength = 1_048_576;
/** What a rule can be set to. */
export const ruleLevels: readonly (Severity | 'off')[] = ['error', 'warning', 'information', 'hint', 'off'];
/** Rules that take a limit of the user's own. */
export const countingRules: readonly string[] = ['body/lines', 'body/tokens'];

/** How skills are judged; what is left out is for others to say: settings, or the defaults. */
export interface LintSettings {
  readonly target?: Target;
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  readonly limits?: Readonly<Record<string, number>>;
}

interface Override extends LintSettings {
  readonly files: readonly string[];
}

export interface LintConfig extends LintSettings {
  readonly exclude: readonly string[];
  readonly overrides: readonly Override[];
  /** From the folder of the configuration. */
  readonly baseline?: string;
  readonly terms: readonly Term[];
  readonly publish: { readonly requireCleanGit?: boolean };
}

/** Something in a configuration that is not understood. */
interface ConfigProblem {
  readonly message: string;
  readonly range: Range;
}

interface ParsedConfig {
  readonly config: LintConfig;
  /** Not empty: the configuration is not to be used. */
  readonly problems: readonly ConfigProblem[];
}

export const emptyConfig: LintConfig = { exclude: [], overrides: [], terms: [], publish: {} };

/** Reads a configuration. Never throws; whatever is not understood is a problem with its place. */
export function parseConfig(text: string): ParsedConfig {
  const reader = new Reader(text);
  return { config: reader.read(), problems: reader.problems };
}

/** What a configuration says of one skill; `folder`: its path from the folder of the configuration. */
export function settingsFor(config: LintConfig, folder: string): LintSettings {
  const { target, rules, limits, overrides } = config;
  const own: LintSettings = {
    ...(target === undefined ? {} : { target }),
    ...(rules ? { rules } : {}),
    ...(limits ? { limits } : {}),
  };
  const isMeant = (pattern: string): boolean => {
    const matches = globMatcher(pattern.replace(/\/$/, ''));
    return matches(folder) || matches(`${folder}/SKILL.md`);
  };
  return overrides
    .filter(({ files }) => files.some(isMeant))
    .reduce<LintSettings>(
      (all, each) => ({
        ...all,
        ...(each.target === undefined ? {} : { target: each.target }),
        rules: { ...all.rules, ...each.rules },
        limits: { ...all.limits, ...each.limits },
      }),
      own,
    );
}

/** Of a configuration only what makes a publish stricter: nothing in it lets through what is refused otherwise. */
export function tightening(rules: LintSettings['rules']): Readonly<Record<string, Severity | 'off'>> {
  return Object.fromEntries(Object.entries(rules ?? {}).filter(([, severity]) => severity === 'error'));
}

type Decode<T> = (node: Node | null, at: string) => T;
type Decoded<T extends Record<string, Decode<unknown>>> = { -readonly [K in keyof T]?: ReturnType<T[K]> };

/** A value that is not what its place takes. */
class Fault extends Error {
  readonly node: Node | null | undefined;

  constructor(message: string, node: unknown) {
    super(message);
    this.node = node as Node | null | undefined;
  }
}

class Reader {
  readonly problems: ConfigProblem[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  read(): LintConfig {
    return this.#take(() => this.#config()) ?? emptyConfig;
  }

  #config(): LintConfig {
    const settings = { target: toOneOf(targets), rules: (node: Node | null) => this.#rules(node) };
    const override = (node: Node | null): Override => {
      const {
        files = [],
        target,
        rules,
      } = this.#fields(
        toMap(node, () => l10n.t`An override must be an object.`),
        { files: toQuotedList, ...settings },
      );
      return { files, ...(target === undefined ? {} : { target }), ...rules };
    };
    const fields = this.#fields(this.#parse(), {
      $schema: toQuoted,
      ...settings,
      exclude: toQuotedList,
      overrides: (node, at) => this.#list(node, at, override),
      baseline: toInnerPath,
      terms: (node, at) => this.#list(node, at, (each) => this.#term(each)),
      publish: (node, at) =>
        this.#fields(
          toMap(node, () => l10n.t`“${at}” must be an object.`),
          { requireCleanGit: toBoolean },
        ),
    });
    const { target, baseline, rules, exclude = [], overrides = [], terms = [], publish = {} } = fields;
    return {
      ...(target === undefined ? {} : { target }),
      ...(baseline === undefined ? {} : { baseline }),
      ...rules,
      exclude,
      overrides,
      terms,
      publish,
    };
  }

  #parse(): YAMLMap {
    if (this.#text.length > maxLength) throw new Fault(l10n.t`The configuration is larger than 1 MB.`, null);
    try {
      JSON.parse(this.#text);
    } catch (error) {
      const message = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : '';
      throw new Fault(l10n.t`The configuration is not JSON: ${message}.`, null);
    }
    // JSON is YAML, and this parser knows where everything stands.
    const document = parseDocument(this.#text, { schema: 'json', strict: false, uniqueKeys: false, version: '1.2' });
    return toMap(document.contents, () => l10n.t`The configuration must be an object.`);
  }

  #fields<T extends Record<string, Decode<unknown>>>(map: YAMLMap, decoders: T): Decoded<T> {
    const found: Record<string, unknown> = {};
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const decoded = this.#take(() => {
        const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
        if (!decode) throw new Fault(unknownKeyText(name, Object.keys(decoders)), key);
        return decode(value as Node | null, name);
      });
      if (decoded !== undefined) found[name] = decoded;
    }
    return found as Decoded<T>;
  }

  #rules(node: Node | null): LintSettings {
    const rules: Record<string, Severity | 'off'> = {};
    const limits: Record<string, number> = {};
    for (const { key, value } of toMap(node, () => l10n.t`“${'rules'}” must be an object.`).items)
      this.#take(() => {
        const code = isScalar(key) ? String(key.value) : '';
        const now = renamedRules.get(code);
        if (now !== undefined) throw new Fault(l10n.t`The rule “${code}” is called “${now}” now.`, key);
        if (!ruleTable.has(code)) throw new Fault(unknownRuleText(code), key);
        const [level, options] = isSeq(value) ? value.items : [value];
        rules[code] = toOneOf(ruleLevels)(level as Node | null, code);
        if (!isSeq(value)) return;
        if (!countingRules.includes(code)) throw new Fault(l10n.t`The rule ${code} takes no options.`, value);
        const { max } = this.#fields(
          toMap(options, () => l10n.t`The options of a rule must be an object.`),
          { max: toCount },
        );
        if (max !== undefined) limits[code] = max;
      });
    return {
      ...(Object.keys(rules).length > 0 ? { rules } : {}),
      ...(Object.keys(limits).length > 0 ? { limits } : {}),
    };
  }

  #term(node: Node | null): Term {
    const fields = this.#fields(
      toMap(node, () => l10n.t`A term must be an object.`),
      {
        term: toQuoted,
        message: toQuoted,
        replace: toQuoted,
        severity: toOneOf(ruleLevels.filter((each) => each !== 'off')),
      },
    );
    const { term = '', message = l10n.t`“${term}” is not used here.`, ...rest } = fields;
    if (term.trim() === '' || term.length > 200)
      throw new Fault(l10n.t`A term needs “term”, the word to report: 1 to 200 characters.`, node);
    return { term, message, ...rest };
  }

  #list<T>(node: Node | null, at: string, decode: (node: Node | null) => T): readonly T[] {
    return toItems(node, at).flatMap((item) => {
      const decoded = this.#take(() => decode(item));
      return decoded === undefined ? [] : [decoded];
    });
  }

  /** What `work` gives; `undefined`, and a problem, when something in it is not understood. */
  #take<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const [start = 0, end = 0] = error.node?.range ?? [];
      this.problems.push({ message: error.message, range: { start, end } });
      return undefined;
    }
  }
}

function toMap(node: unknown, say: () => string): YAMLMap {
  if (isMap(node)) return node;
  throw new Fault(say(), node);
}

function toItems(node: Node | null, at: string): readonly (Node | null)[] {
  if (!isSeq(node)) throw new Fault(l10n.t`“${at}” must be a list.`, node);
  return node.items.slice(0, 1000) as (Node | null)[];
}

const toQuotedList: Decode<readonly string[]> = (node, at) => toItems(node, at).map((item) => toQuoted(item, at));

const toQuoted: Decode<string> = (node, at) => {
  if (isScalar(node) && typeof node.value === 'string') return node.value;
  throw new Fault(l10n.t`“${at}” must be a string in quotes.`, node);
};

const toBoolean: Decode<boolean> = (node, at) => {
  if (isScalar(node) && typeof node.value === 'boolean') return node.value;
  throw new Fault(l10n.t`“${at}” must be true or false.`, node);
};

const toCount: Decode<number> = (node, at) => {
  if (isScalar(node) && typeof node.value === 'number' && Number.isInteger(node.value) && node.value > 0)
    return node.value;
  throw new Fault(l10n.t`“${at}” must be a whole number above 0.`, node);
};

/** Inside of the folder of the configuration. */
const toInnerPath: Decode<string> = (node, at) => {
  const path = toQuoted(node, at);
  if (!/^(?:[/\\]|[A-Za-z]:)/.test(path) && !path.split(/[\\/]/).includes('..')) return path;
  throw new Fault(l10n.t`“${at}” must be inside the folder of the configuration.`, node);
};

function toOneOf<const T extends string>(words: readonly T[]): Decode<T> {
  return (node, at) => {
    const value = isScalar(node) ? node.value : undefined;
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    throw new Fault(l10n.t`“${at}” must be one of these: ${words.map((each) => `"${each}"`).join(', ')}.`, node);
  };
}

function unknownKeyText(key: string, known: readonly string[]): string {
  const meant = findMeant(key, known);
  return meant === undefined ? l10n.t`Unknown key “${key}”.` : l10n.t`Unknown key “${key}”. Did you mean “${meant}”?`;
}

function unknownRuleText(code: string): string {
  const meant = findMeant(code, [...ruleTable.keys()]);
  return meant === undefined
    ? l10n.t`Unknown rule “${code}”.`
    : l10n.t`Unknown rule “${code}”. Did you mean “${meant}”?`;
}
