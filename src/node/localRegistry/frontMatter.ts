import { isMap, isScalar, parseDocument } from 'yaml';
import { badRequest } from './apiError.ts';
import { characterCount } from './characters.ts';
import { MAX_DESCRIPTION, MAX_FRONT_MATTER_BYTES, MAX_NAME } from './limits.ts';

/** What the service keeps of a SKILL.md. */
export interface FrontMatter {
  /** `undefined` when the key is missing; GA then takes the directory's name. */
  readonly name: string | undefined;
  readonly description: string;
}

const ALLOWED_KEYS = ['name', 'description', 'license', 'allowed-tools', 'compatibility', 'metadata'];
const RESERVED_WORDS = ['anthropic', 'claude'];
const MAX_FLOW_DEPTH = 64;
const XML_TAG = /<\/?[A-Za-z][^<>]*>/;
const OPENING_LINE = /^---[ \t]*\r?\n/;
const CLOSING_LINE = /^---[ \t]*\r?$/m;

/** Reads SKILL.md by the service's rules; throws its 400 at the first one that is broken. */
export function readFrontMatter(content: Uint8Array): FrontMatter {
  const values = parseMapping(frontMatterOf(content));
  for (const key of values.keys()) {
    if (!ALLOWED_KEYS.includes(key)) {
      const names = ALLOWED_KEYS.map((allowed) => `'${allowed}'`).join(',');
      throw badRequest(`unexpected key in SKILL.md frontmatter: properties must be in (${names})`);
    }
  }
  const name = values.get('name');
  if (name !== undefined && typeof name !== 'string') throw badRequest("field 'name' in SKILL.md must be a string");
  if (name !== undefined) validateName(name);
  return { name, description: descriptionOf(values.get('description')) };
}

/** Throws the service's 400 when `name` cannot be a skill's slug. */
export function validateName(name: string): void {
  if (name === '') throw badRequest("field 'name' in SKILL.md must not be empty");
  if (characterCount(name) > MAX_NAME)
    throw badRequest(`field 'name' in SKILL.md must be at most ${MAX_NAME} characters`);
  if (!/^[a-z0-9-]+$/.test(name))
    throw badRequest('Skill name in SKILL.md can only contain lowercase letters, numbers, and hyphens.');
  const reserved = RESERVED_WORDS.find((word) => name.includes(word));
  if (reserved !== undefined)
    throw badRequest(`Skill name in SKILL.md cannot contain the reserved word '${reserved}'.`);
}

function descriptionOf(value: unknown): string {
  if (value === undefined) throw badRequest("field 'description' in SKILL.md is required");
  if (typeof value !== 'string') throw badRequest("field 'description' in SKILL.md must be a string");
  if (value.trim() === '') throw badRequest("field 'description' in SKILL.md must not be empty");
  if (characterCount(value) > MAX_DESCRIPTION) {
    throw badRequest(`field 'description' in SKILL.md must be at most ${MAX_DESCRIPTION} characters`);
  }
  if (XML_TAG.test(value)) throw badRequest('SKILL.md description cannot contain XML tags');
  return value;
}

function frontMatterOf(content: Uint8Array): string {
  // ignoreBOM keeps the mark in the text: the service does not skip it either.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(content);
  } catch {
    throw badRequest('SKILL.md must be encoded in UTF-8');
  }
  const opening = OPENING_LINE.exec(text)?.[0];
  if (opening === undefined) throw badRequest('SKILL.md must start with YAML frontmatter (---)');
  const rest = text.slice(opening.length);
  const end = CLOSING_LINE.exec(rest)?.index;
  if (end === undefined || Buffer.byteLength(rest.slice(0, end)) > MAX_FRONT_MATTER_BYTES) throw malformedYaml();
  return rest.slice(0, end);
}

function parseMapping(text: string): Map<string, unknown> {
  const document = parseStrictYaml(text);
  if (document.errors.length > 0 || !isMap(document.contents)) throw malformedYaml();
  const values = new Map<string, unknown>();
  for (const { key, value } of document.contents.items) {
    // Of equal keys the last one counts, as in the service's parser.
    if (isScalar(key)) values.set(String(key.value), isScalar(value) ? value.value : value);
  }
  return values;
}

function parseStrictYaml(text: string) {
  // Nobody writes that; the parser would recurse as deep and report an error per level.
  if (flowDepth(text) > MAX_FLOW_DEPTH) throw malformedYaml();
  try {
    // Keys are strings and never compared, and nothing is resolved (no toJS): so the time is linear in the text.
    return parseDocument(text, {
      schema: 'core',
      merge: false,
      stringKeys: true,
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
  } catch (error) {
    // Thousands of nested lists in block style exhaust the stack.
    if (error instanceof RangeError) throw malformedYaml();
    throw error;
  }
}

/** How many brackets are open at once at most, those in quotes and comments included. */
function flowDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function malformedYaml(): Error {
  return badRequest('malformed YAML frontmatter in SKILL.md');
}
