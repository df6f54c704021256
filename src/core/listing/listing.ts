import type { CollectedSkill, HidingKey } from '../skill/collectSkill.ts';
import { nameOf, parentOf, pathIn } from '../text/addresses.ts';
import { plural } from '../text/size.ts';
import { agentText, type CutPoint, type AgentText } from './agentText.ts';
import type { ComparedSkill } from './confusable.ts';
import { costOf, firstCodePoints, firstUnits } from './measure.ts';
import { overflows, type Claim, type Grant } from './overflow.ts';
import { budgetOf, isOldProfile, type BudgetOptions, type ListingProfile, type ListingUnit } from './profile.ts';
import { escapeFor, renderEntry } from './template.ts';
import { l10n, translated } from '../text/l10n.ts';
import { atOnce, type Pieces } from '../text/pieces.ts';

/** A skill that may be listed. The same object for the same skill: what is measured of it is kept. */
export interface ListingSkill {
  readonly collected: CollectedSkill;
  /** The folder, as an agent writes paths; `collected.folder` when left out. */
  readonly path?: string | undefined;
  /** The folder that the agent looks into; the parent of the skill's when left out. */
  readonly root?: string | undefined;
  /** Whose it is; `repo` when left out. */
  readonly scope?: 'system' | 'admin' | 'repo' | 'user' | undefined;
}

export type SkillOverride = 'name-only' | 'user-invocable-only' | 'off';

export interface ListingOptions extends BudgetOptions {
  /** Characters of the texts of one entry, instead of the profile's. */
  readonly cap?: number | undefined;
  /** What the agent's settings say of single skills, by name. */
  readonly overrides?: Readonly<Record<string, SkillOverride>> | undefined;
  /** Characters that are taken before, instead of the profile's. */
  readonly reserved?: number | undefined;
  /** How much a skill is used, by folder: the more the higher. All alike when left out. */
  readonly scoreOf?: ((folder: string) => number) | undefined;
  readonly today?: Date | undefined;
}

export type ListingState = 'full' | 'cut' | 'name only' | 'omitted' | 'hidden';

/** What became of a skill in a list. */
export interface ListingEntry {
  readonly folder: string;
  readonly name: string;
  readonly state: ListingState;
  /** Why it is not listed in full, a clause without a full stop. */
  readonly reason?: string;
  /** The key or setting that hides it. */
  readonly key?: string;
  readonly cut?: CutPoint;
  /** By the agent's own count; 0 for what is not listed. */
  readonly cost: number;
  /** Of its lines in the text of the list. */
  readonly range?: { readonly start: number; readonly end: number };
  /** Where its description ends in that text, when it is cut. */
  readonly end?: number;
  /** Where use counts: its state if it was never used, or most of all, while the others are used alike. */
  readonly byUse?: { readonly never: ListingState; readonly most: ListingState };
}

/** What a model sees of a set of skills before it chooses one. Plain JSON. */
export interface Listing {
  readonly profile: string;
  readonly agent: string;
  readonly label: string;
  readonly version: string;
  readonly readOn: string;
  readonly source: string;
  /** Tokens of the context window, where the budget is a share of it. */
  readonly window?: number;
  readonly unit: ListingUnit;
  /** Of all entries; `undefined` where there is none. */
  readonly budget?: number;
  /** What of it is taken before the first of these skills. */
  readonly reserved: number;
  /** What the entries cost together, `reserved` included. */
  readonly used: number;
  /** The list as the agent has it. */
  readonly text: string;
  /** In the order of the list; what is hidden comes last. */
  readonly entries: readonly ListingEntry[];
  /** What else is to be known, a sentence each. */
  readonly notes: readonly string[];
}

/** Skills as one agent lists them. Pure; linear but for the order, and for what each would get by its use. */
export function toListing(
  skills: readonly ListingSkill[],
  profile: ListingProfile,
  options: ListingOptions = {},
): Listing {
  return atOnce(listingPieces(skills, profile, options));
}

/** Skills that are measured in one piece. */
const together = 100;

/** The same in pieces of a few milliseconds for a thousand skills, so that others can have their turn in between. */
export function* listingPieces(
  skills: readonly ListingSkill[],
  profile: ListingProfile,
  options: ListingOptions = {},
): Pieces<Listing> {
  const { listed, hidden } = chooseListed(skills, profile, options);
  yield;
  const aliases = profile.template.name === 'dashLineWithPath' ? aliasesOf(listed) : undefined;
  const measured: Measured[] = [];
  for (const skill of listed) {
    measured.push(measure(skill, { profile, alias: aliases?.get(rootOf(skill)), options }));
    if (measured.length % together === 0) yield;
  }
  const amount = budgetOf(profile, options);
  const reserved = options.reserved ?? profile.reserved?.characters ?? 0;
  const { budget } = profile;
  const { grants, lastLine, byUse } = overflows[profile.overflow](
    measured.map(({ claim }) => claim),
    {
      count: profile.count,
      most: amount?.most,
      reserved,
      names: budget.kind === 'characters' ? (budget.names ?? 0) : 0,
      scores: options.scoreOf && listed.map(({ collected }) => options.scoreOf?.(collected.folder) ?? 0),
    },
  );
  yield;
  const writer = new Writer([...profile.heading, ...(aliases ? rootLines(aliases) : [])]);
  const entries = measured.map((each, index): ListingEntry => {
    const use = byUse?.[index];
    const entry = grantEntry(each, grants[index] ?? 'none', profile, writer);
    return use
      ? { ...entry, byUse: { never: grantedState(each, use.never), most: grantedState(each, use.most) } }
      : entry;
  });
  for (const line of [...(lastLine === undefined ? [] : [lastLine]), ...(profile.ending ?? [])]) writer.add(line);
  const breaks = profile.count === 'width' ? Math.max(0, listed.length - (reserved > 0 ? 0 : 1)) : 0;
  return {
    profile: profile.id,
    agent: profile.agent,
    label: profile.label,
    version: profile.version,
    readOn: profile.readOn,
    source: profile.source,
    ...(budget.kind === 'share' ? { window: options.window ?? budget.window } : {}),
    unit: amount?.unit ?? 'characters',
    ...(amount ? { budget: amount.most } : {}),
    reserved,
    used:
      amount?.unit === 'skills'
        ? entries.filter(({ range }) => range).length
        : entries.reduce((sum, { cost }) => sum + cost, reserved + breaks),
    text: listed.length === 0 ? '' : writer.text,
    entries: [...entries, ...hidden],
    notes: notesOf(profile, options.today),
  };
}

/** What of its list each skill is compared by with the others; what is hidden is not. */
export function toCompared(
  skills: readonly ListingSkill[],
  { entries }: Listing,
  profile: ListingProfile,
): readonly ComparedSkill[] {
  const byFolder = new Map(skills.map((skill) => [skill.collected.folder, skill]));
  return entries.flatMap(({ folder, name, state, cut }) => {
    const collected = byFolder.get(folder)?.collected;
    if (state === 'hidden' || !collected) return [];
    const whole = agentText(collected.listed, profile, Infinity);
    const full = whole.text;
    const shown = state === 'full' ? full : cut ? whole.partOf(cut) : '';
    return { folder, name, full, shown, questions: collected.questions ?? [] };
  });
}

/** What a skill costs when it is listed in full, with what is between it and the next; 0 for what is hidden. */
export function fullCost(skill: ListingSkill, profile: ListingProfile): number {
  if (hiddenBy(skill, profile, {})) return 0;
  const alias = profile.template.name === 'dashLineWithPath' ? 'r0' : undefined;
  const { claim } = measure(skill, { profile, alias, options: {} });
  return claim.fullCost + (profile.count === 'width' ? 1 : 0);
}

function notesOf(profile: ListingProfile, today: Date | undefined): readonly string[] {
  const { agent, readOn, note, reserved } = profile;
  return [
    ...(today && isOldProfile(profile, today)
      ? [
          l10n.t`What is known of ${agent} was read in ${readOn}, more than 120 days ago: it may list skills differently by now.`,
        ]
      : []),
    ...(reserved
      ? [
          l10n.t`${agent} takes about ${plural(reserved.characters, 'character')} for its ${translated(reserved.what)}. ${translated(reserved.note)}`,
        ]
      : []),
    ...(note === undefined ? [] : [translated(note)]),
  ];
}

interface Chosen {
  readonly listed: readonly ListingSkill[];
  readonly hidden: readonly ListingEntry[];
}

/** Which skills the agent lists, in its order. */
function chooseListed(skills: readonly ListingSkill[], profile: ListingProfile, options: ListingOptions): Chosen {
  const listed: ListingSkill[] = [];
  const hidden: ListingEntry[] = [];
  const names = new Map<string, string>();
  for (const skill of sortForAgent(skills, profile)) {
    const { folder } = skill.collected;
    const name = listedName(skill);
    const twin = names.get(name);
    const why =
      hiddenBy(skill, profile, options) ??
      (twin === undefined ? undefined : { reason: l10n.t`another skill of this name is listed, the one in ${twin}` });
    if (why) hidden.push({ folder, name, state: 'hidden', cost: 0, ...why });
    else {
      names.set(name, folder);
      listed.push(skill);
    }
  }
  return { listed, hidden };
}

const reasons: Readonly<Record<HidingKey, string>> = {
  'disable-model-invocation': l10n.mark('only a person starts it'),
  paths: l10n.mark('it is listed only after a file that matches its paths was touched'),
  allow_implicit_invocation: l10n.mark('agents/openai.yaml lets only a person start it'),
};

function hiddenBy(
  { collected }: ListingSkill,
  { hides, homes, agent, needsDescription }: ListingProfile,
  { overrides = {} }: ListingOptions,
): { readonly reason: string; readonly key?: string } | undefined {
  const { folder, listed } = collected;
  const home = homeOf(folder);
  if (home !== undefined && homes && !homes.includes(home))
    return { reason: l10n.t`${agent} does not look into ${home}` };
  const key = hides.find((each) => listed.hiding.includes(each));
  if (key) return { reason: translated(reasons[key]), key };
  const override = Object.hasOwn(overrides, listedName({ collected }))
    ? overrides[listedName({ collected })]
    : undefined;
  if (override === 'off' || override === 'user-invocable-only')
    return { reason: l10n.t`the settings say ${override}`, key: 'skillOverrides' };
  if (needsDescription === true && !listed.description)
    return { reason: l10n.t`it has no description`, key: 'description' };
  return undefined;
}

/** The folder of an agent that a skill lies in, for example `.claude/skills`. */
function homeOf(folder: string): string | undefined {
  return /(?:^|\/)(\.[\w-]+\/skills)\//.exec(folder)?.[1];
}

function listedName({ collected }: Pick<ListingSkill, 'collected'>): string {
  return collected.name?.text ?? nameOf(collected.folder);
}

const scopes = ['system', 'admin', 'repo', 'user'] as const;

function sortForAgent(skills: readonly ListingSkill[], { order, homes = [] }: ListingProfile): readonly ListingSkill[] {
  if (order === 'given') return skills;
  const keys = new Map(
    skills.map((skill): [ListingSkill, readonly (string | number)[]] => {
      const { folder } = skill.collected;
      const last = [nameOf(folder), folder];
      if (order === 'folder') return [skill, last];
      if (order === 'name') return [skill, [listedName(skill), folder]];
      if (order === 'scope') return [skill, [scopes.indexOf(skill.scope ?? 'repo'), listedName(skill), folder]];
      const home = homes.indexOf(homeOf(folder) ?? '');
      return [skill, [home < 0 ? homes.length : home, ...last]];
    }),
  );
  return [...keys].sort(([, one], [, other]) => compareKeys(one, other)).map(([skill]) => skill);
}

function compareKeys(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, own] of one.entries()) {
    const theirs = other[index] ?? '';
    if (own < theirs) return -1;
    if (own > theirs) return 1;
  }
  return 0;
}

function rootOf({ collected, path, root }: ListingSkill): string {
  return root ?? parentOf(path ?? collected.folder);
}

/** Short names of the folders that skills lie in. */
function aliasesOf(skills: readonly ListingSkill[]): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const skill of skills) if (!aliases.has(rootOf(skill))) aliases.set(rootOf(skill), `r${aliases.size}`);
  return aliases;
}

function rootLines(aliases: ReadonlyMap<string, string>): readonly string[] {
  return [
    '### Skill roots',
    ...[...aliases].map(([root, alias]) => `- \`${alias}\` = \`${root}\``),
    '### Available skills',
  ];
}

/** What is known of an entry before its room. */
interface Measured {
  readonly skill: ListingSkill;
  readonly claim: Claim;
  readonly listed: AgentText;
  readonly path: string;
  readonly cap: number | undefined;
}

interface Measuring {
  readonly profile: ListingProfile;
  readonly alias: string | undefined;
  readonly options: ListingOptions;
}

/** What was measured last, by the agent, and of what. */
const known = new WeakMap<ListingSkill, Map<string, { readonly of: string; readonly measured: Measured }>>();

function measure(skill: ListingSkill, measuring: Measuring): Measured {
  const { profile, alias, options } = measuring;
  const own = known.get(skill) ?? new Map<string, { readonly of: string; readonly measured: Measured }>();
  known.set(skill, own);
  const of = `${profile.count} ${alias ?? ''} ${options.cap ?? ''} ${options.overrides?.[listedName(skill)] ?? ''}`;
  const before = own.get(profile.agentId);
  if (before?.of === of) return before.measured;
  const measured = measureNow(skill, measuring);
  own.set(profile.agentId, { of, measured });
  return measured;
}

function measureNow(skill: ListingSkill, { profile, alias, options }: Measuring): Measured {
  const { collected, path: folder = collected.folder } = skill;
  const listed = agentText(collected.listed, profile, options.cap);
  const file = `${folder}/${collected.fileName}`;
  const path = alias === undefined ? file : `${alias}/${pathIn(rootOf(skill), file) ?? file}`;
  const whole = listedName(skill);
  const name = profile.caps.name === undefined ? whole : firstUnits(whole, profile.caps.name);
  const render = (description: string): string => renderEntry(profile.template, { name, description, path });
  const full = render(listed.text);
  const short = render('');
  return {
    skill,
    listed,
    path,
    cap: options.cap ?? profile.caps.text,
    claim: {
      name,
      full,
      short,
      fullCost: costOf(full, profile.count),
      shortCost: costOf(short, profile.count),
      description: listed.text,
      isNameOnly: options.overrides?.[whole] === 'name-only',
    },
  };
}

function grantedState({ listed, claim }: Measured, grant: Grant): ListingState {
  if (grant === 'none') return 'omitted';
  if (grant === 'full' && claim.description !== '') return listed.cap ? 'cut' : 'full';
  return typeof grant === 'number' ? 'cut' : 'name only';
}

function grantEntry(measured: Measured, grant: Grant, profile: ListingProfile, writer: Writer): ListingEntry {
  const { skill, claim, listed, path } = measured;
  const state = grantedState(measured, grant);
  const common = { folder: skill.collected.folder, name: claim.name, state };
  if (grant === 'none') return { ...common, cost: 0, reason: noRoom(profile) };
  // A line of names is not the entry's own.
  if (grant === 'name' && profile.overflow === 'nameRest') return { ...common, cost: 0, reason: noRoom(profile) };
  const description =
    grant === 'full' ? claim.description : grant === 'name' ? '' : firstCodePoints(claim.description, grant);
  const text =
    grant === 'full'
      ? claim.full
      : grant === 'name'
        ? claim.short
        : renderEntry(profile.template, { name: claim.name, description, path });
  const range = writer.add(text);
  const cut =
    typeof grant === 'number' ? listed.cutPoint(description.length) : grant === 'full' ? listed.cap : undefined;
  const shown = escapeFor(profile.template, description);
  return {
    ...common,
    cost: grant === 'full' ? claim.fullCost : grant === 'name' ? claim.shortCost : costOf(text, profile.count),
    range,
    ...(cut ? { cut, end: range.start + text.lastIndexOf(shown) + shown.length } : {}),
    ...(state === 'full' ? {} : { reason: reasonOf(measured, grant, profile) }),
  };
}

function reasonOf({ claim, cap = 0 }: Measured, grant: Grant, profile: ListingProfile): string {
  if (claim.isNameOnly) return l10n.t`the settings say ${'name-only'}`;
  if (claim.description === '') return l10n.t`it has no description`;
  if (grant === 'full') return l10n.t`${profile.agent} lists at most ${plural(cap, 'character')} of a skill`;
  return noRoom(profile);
}

function noRoom({ agent, budget }: ListingProfile): string {
  return budget.kind === 'skills'
    ? l10n.t`a request takes at most ${plural(budget.most, 'skill')}`
    : l10n.t`the list of ${agent} has no room for more`;
}

/** The lines of a list. */
class Writer {
  readonly #lines: string[];
  #length: number;

  constructor(lines: readonly string[]) {
    this.#lines = [...lines];
    this.#length = lines.reduce((sum, line) => sum + line.length + 1, 0);
  }

  /** Where it stands. */
  add(text: string): { readonly start: number; readonly end: number } {
    const start = this.#length;
    this.#lines.push(text);
    this.#length += text.length + 1;
    return { start, end: start + text.length };
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
