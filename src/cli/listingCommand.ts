import { stat } from 'node:fs/promises';
import path from 'node:path';
import { findConfusion, type Confusion } from '../core/listing/confusable.ts';
import { toCompared, toListing, type Listing, type ListingEntry, type ListingSkill } from '../core/listing/listing.ts';
import { agentSigns, findProfile, profileBySigns, profileTitle, type ListingProfile } from '../core/listing/profile.ts';
import { budgetText, sideBySide, sideBySideText, surestState } from '../core/listing/summary.ts';
import { toDisplayText } from '../core/text/display.ts';
import { toJson } from '../core/text/json.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import type { CliIo } from './io.ts';
import { CliConfigs } from './lintConfigs.ts';
import type { listingFlags } from './rows/listing.ts';
import { namedSkills, type NamedSkill } from './skillArguments.ts';
import { judgeFolders } from './skills.ts';

/** `skill-publisher listing`. */
export const listingCommand: Run<typeof listingFlags> = async ({ values, positionals }, io) => {
  const window = parseWindow(values.window);
  const configs = new CliConfigs(io);
  const named = await namedSkills(positionals, io, (folder) => configs.searchRules(folder));
  const profile = (values.agent === undefined ? undefined : findProfile(values.agent)) ?? (await profileFor(named, io));
  if (window !== undefined && profile.budget.kind !== 'share')
    throw new UsageError(`--window changes nothing for ${profile.id}: its budget is no share of the context window`);
  const skills = await readSkills(named, io);
  const listing = toListing(skills, profile, { window, today: new Date() });
  const confusion = findConfusion(toCompared(skills, listing, profile));
  if (values.format === 'json') io.stdout(toJson({ ...listing, ...confusion }));
  else {
    const shown = new Map(named.map((each) => [each.folder.split(path.sep).join('/'), each.shown]));
    const beside = window === undefined ? sideBySideText(sideBySide(skills, profile)) : '';
    const shownAs = (folder: string): string => shown.get(folder) ?? folder;
    io.stdout(listingReport(listing, beside, shownAs) + confusionReport(confusion, shownAs));
  }
  const failing = values['fail-on'];
  return failing !== undefined && listing.entries.some((entry) => isWorse(entry, failing)) ? 1 : 0;
};

function parseWindow(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--window must be a number of tokens, not '${text}'`);
  return Number(text);
}

/** The agent whose folders are there: among the skills, or in the current folder. */
async function profileFor(named: readonly NamedSkill[], io: CliIo): Promise<ListingProfile> {
  const there = await Promise.all(
    agentSigns.map(async (sign) => {
      const info = await stat(path.join(io.cwd, sign)).catch(() => undefined);
      return info?.isDirectory() === true ? sign : undefined;
    }),
  );
  const folders = named.map(({ folder }) => folder.split(path.sep).join('/'));
  return profileBySigns((sign) => there.includes(sign) || folders.some((folder) => folder.includes(`/${sign}/`)));
}

async function readSkills(named: readonly NamedSkill[], io: CliIo): Promise<readonly ListingSkill[]> {
  const reports = await judgeFolders(
    named.map(({ folder }) => folder),
    { of: () => Promise.resolve({ target: 'api', rules: {} }) },
    io,
  );
  const skills = reports.flatMap(({ collected }) => (collected ? [{ collected }] : []));
  const unread = reports.length - skills.length;
  if (unread > 0)
    io.stderr(`${unread} of ${reports.length} folders have no SKILL.md with front matter and are not listed.\n`);
  return skills;
}

const badness = { cut: ['cut', 'name only', 'omitted'], 'name-only': ['name only', 'omitted'], omitted: ['omitted'] };

function isWorse(entry: ListingEntry, failing: keyof typeof badness): boolean {
  return badness[failing].includes(surestState(entry));
}

function listingReport(listing: Listing, beside: string, shownAs: (folder: string) => string): string {
  const { agent, label, version, readOn, entries, notes } = listing;
  const rows = [
    ['STATE', 'SKILL', 'COST', ''],
    ...entries.map((entry) => [
      entry.state,
      toDisplayText(entry.name, 64),
      entry.cost === 0 ? '' : String(entry.cost),
      toDisplayText(detailOf(entry, shownAs), 200),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 2 ? cell.padStart(widths[2] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [
    `${profileTitle({ agent, label })}, version ${version}, as read in ${readOn}`,
    budgetText(listing),
    ...(beside === '' ? [] : [beside]),
    '',
    ...lines,
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
  ].join('\n');
}

function confusionReport({ shadows, questions }: Confusion, shownAs: (folder: string) => string): string {
  const words = shadows.map(({ skill, by, score, onlyWhenCut, phrases }) => {
    const cut = onlyWhenCut ? ', once it is cut' : '';
    const shared = toDisplayText(phrases.join('; '), 200);
    return `  ${shownAs(skill)}: ${shownAs(by)} ranks above it (${score.toFixed(2)}${cut}) for: ${shared}`;
  });
  const lost = questions.map(({ skill, by, question, onlyWhenCut }) => {
    const cut = onlyWhenCut ? ', once it is cut' : '';
    return `  ${shownAs(skill)}: “${toDisplayText(question, 120)}” finds ${shownAs(by)} before it${cut}`;
  });
  return [
    ...(words.length > 0 ? ['', 'Skills that share words, by their phrases:', ...words] : []),
    ...(lost.length > 0 ? ['', 'Questions of their own evals that find another skill by its words:', ...lost] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function detailOf(entry: ListingEntry, shownAs: (folder: string) => string): string {
  const { state, reason, cut, byUse } = entry;
  const cutText = cut ? `cut at ${cut.offset} of ${cut.field}` : '';
  const useText = byUse && byUse.never !== state ? `${byUse.never} if it is never used` : '';
  const key = state === 'hidden' && entry.key !== undefined ? `${entry.key}: ` : '';
  return [shownAs(entry.folder), cutText, useText, reason === undefined ? '' : `${key}${reason}`]
    .filter((part) => part !== '')
    .join('; ');
}
