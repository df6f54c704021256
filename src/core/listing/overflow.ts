import { countCharacters } from '../skill/limits.ts';
import { utf8Length } from '../text/bytes.ts';
import { tokensOfBytes } from './measure.ts';
import type { ListingProfile } from './profile.ts';
import { namesOnly } from './template.ts';
import { waterLevel } from './waterLevel.ts';

/** An entry that asks for room. */
export interface Claim {
  readonly name: string;
  /** As it is listed with all of its text, escapes included. */
  readonly full: string;
  /** With its name alone. */
  readonly short: string;
  /** What they cost by the agent's own count. */
  readonly fullCost: number;
  readonly shortCost: number;
  /** What `full` has more than `short`, without the escapes of either. */
  readonly description: string;
  /** Its name is all that it gets, whatever the room. */
  readonly isNameOnly: boolean;
}

/** What an entry gets: all of it, its name, the first code points of its description, or nothing. */
export type Grant = 'full' | 'name' | 'none' | number;

export interface Grants {
  readonly grants: readonly Grant[];
  /** A line below the entries. */
  readonly lastLine?: string;
  /** What each would get if it was the one that is never used, or most of all, where that counts. */
  readonly byUse?: readonly { readonly never: Grant; readonly most: Grant }[];
}

export interface Room {
  readonly count: ListingProfile['count'];
  /** `undefined`: no end. */
  readonly most: number | undefined;
  /** What is taken before. */
  readonly reserved: number;
  /** Room for names alone. */
  readonly names: number;
  /** Of each claim, the more the more often it is used; alike when left out. */
  readonly scores?: readonly number[] | undefined;
}

type Overflow = (claims: readonly Claim[], room: Room) => Grants;

const all = (claims: readonly Claim[]): Grants => ({
  grants: claims.map(({ isNameOnly }) => (isNameOnly ? 'name' : 'full')),
});

/** How each kind of agent deals out its room. */
export const overflows: Readonly<Record<ListingProfile['overflow'], Overflow>> = {
  none: all,
  dropDescriptions,
  nameRest,
  shorten,
  stop,
  refuse: (claims, { most = Infinity }) => ({ grants: claims.map((_, index) => (index < most ? 'full' : 'none')) }),
};

/** Whole descriptions, those of the most used first; one that does not fit is skipped. Names always stay. */
function dropDescriptions(claims: readonly Claim[], { most = Infinity, reserved, scores }: Room): Grants {
  const extras = claims.map(({ fullCost, shortCost, isNameOnly }) => (isNameOnly ? 0 : fullCost - shortCost));
  const breaks = Math.max(0, claims.length - (reserved > 0 ? 0 : 1));
  const base = reserved + breaks + sum(claims.map(({ shortCost }) => shortCost));
  if (base + sum(extras) <= most) return all(claims);
  const order = claims.map((_, index) => index);
  if (scores) order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const room = most - base;
  const { lefts, left } = deal(order, extras, room);
  const toGrant = (index: number, isFull: boolean): Grant =>
    isFull && claims[index]?.isNameOnly !== true ? 'full' : 'name';
  return {
    grants: claims.map((_, index) => toGrant(index, lefts.has(index))),
    byUse: claims.map((_, index) => {
      const extra = extras[index] ?? 0;
      // Where it got nothing, the others got what they would get without it.
      const before = lefts.get(index);
      const last = before === undefined ? left : deal(order.slice(order.indexOf(index) + 1), extras, before).left;
      return { never: toGrant(index, extra <= last), most: toGrant(index, extra <= room) };
    }),
  };
}

/** Gives all that it asks for to one after the other; `lefts`: what was left when each of those got it. */
function deal(
  order: readonly number[],
  extras: readonly number[],
  room: number,
): { readonly lefts: ReadonlyMap<number, number>; readonly left: number } {
  const lefts = new Map<number, number>();
  let left = room;
  for (const index of order) {
    const extra = extras[index] ?? 0;
    if (extra > left) continue;
    lefts.set(index, left);
    left -= extra;
  }
  return { lefts, left };
}

/** Whole entries until one does not fit; from there on names in one line. */
function nameRest(claims: readonly Claim[], { most = Infinity, names }: Room): Grants {
  const fitting = countFitting(claims, most);
  const rest = claims.slice(fitting);
  const { text, listed } = namesOnly(
    rest.map(({ name }) => name),
    names,
  );
  return {
    grants: claims.map((_, index) => (index < fitting ? 'full' : index < fitting + listed ? 'name' : 'none')),
    ...(text === '' ? {} : { lastLine: text }),
  };
}

/** Whole entries until one does not fit; nothing of the rest. */
function stop(claims: readonly Claim[], { most = Infinity }: Room): Grants {
  const fitting = countFitting(claims, most);
  return {
    grants: claims.map((_, index) => (index < fitting ? 'full' : 'none')),
    ...(fitting < claims.length
      ? { lastLine: `<!-- Showing ${fitting} of ${claims.length} skills due to token limits -->` }
      : {}),
  };
}

function countFitting(claims: readonly Claim[], most: number): number {
  let left = most;
  for (const [index, { fullCost }] of claims.entries()) {
    left -= fullCost;
    if (left < 0) return index;
  }
  return claims.length;
}

/** Names first, then descriptions a character at a time; without room for all names, names while they fit. */
function shorten(claims: readonly Claim[], { count, most = Infinity }: Room): Grants {
  if (sum(claims.map(({ fullCost }) => fullCost)) <= most) return all(claims);
  const minimum = claims.map(({ shortCost }) => shortCost);
  const left = most - sum(minimum);
  if (left < 0) {
    let room = most;
    const grants = minimum.map((cost): Grant => {
      if (cost > room) return 'none';
      room -= cost;
      return 'name';
    });
    const omitted = grants.filter((grant) => grant === 'none').length;
    return {
      grants,
      lastLine: `- ${omitted} additional ${omitted === 1 ? 'skill' : 'skills'} omitted from this bounded skills list.`,
    };
  }
  const vessels = claims.map(({ short, description }, index) =>
    toVessel(short, description, count, minimum[index] ?? 0),
  );
  return {
    grants: waterLevel(vessels, left).map((given, index) =>
      given === vessels[index]?.length ? 'full' : given === 0 ? 'name' : given,
    ),
  };
}

function toVessel(
  short: string,
  description: string,
  count: Room['count'],
  minimum: number,
): { readonly length: number; costOf(characters: number): number } {
  const length = countCharacters(description);
  // With the line break, and the blank behind the description.
  if (count !== 'tokens') return { length, costOf: (characters) => (characters === 0 ? 0 : characters + 1) };
  const bytes = utf8Length(short) + 2;
  const ends = length === utf8Length(description) ? undefined : byteEnds(description);
  return {
    length,
    costOf: (characters) =>
      characters === 0 ? 0 : tokensOfBytes(bytes + (ends ? (ends[characters] ?? 0) : characters)) - minimum,
  };
}

/** Bytes of the first so many characters. */
function byteEnds(text: string): readonly number[] {
  const ends = [0];
  for (const character of text) ends.push((ends.at(-1) ?? 0) + utf8Length(character));
  return ends;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
