import { isMap, isScalar, parseDocument } from 'yaml';
import { badRequest } from './apiError.ts';
import { characterCount } from './characters.ts';
import { maxDescription, maxFrontMatterBytes, maxName } from './limits.ts';

/** What the service keeps of a SKILL.md. */
interface FrontMatter {
  /** `undefined` when the key is missing; GA then takes the directory's name. */
  readonly name: string | undefined;
  readonly description: string;
}

const allowedKeys = ['name', 'description', 'license', 'allowed-tools', 'compatibility', 'metadata'];
const reservedWords = ['anthropic', 'claude'];
const maxFlowDepth = 64;
const xmlTagPattern = /<\/?[A-Za-z][^<>]*>/;
const openingLine = /^---[ \t]*\r?\n/;
const closingLine = /^---[ \t]*\r?$/m;

/** Reads SKILL.md by the service's rules; throws its 400 at the first one that is broken. */
export function readFrontMatter(content: Uint8Array): FrontMatter {
  const values = parseMapping(frontMatterOf(content));
  for (const key of values.keys()) {
    if (!allowedKeys.includes(key)) {
      const names = allowedKeys.map((allowed) => `'${allowed}'`).join(',');
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
  if (characterCount(name) > maxName)
    throw badRequest(`field 'name' in SKILL.md must be at most ${maxName} characters`);
  if (!/^[a-z0-9-]+$/.test(name))
    throw badRequest('Skill name in SKILL.md can only contain lowercase letters, numbers, and hyphens.');
  const reserved = reservedWords.find((word) => name.includes(word));
  if (reserved !== undefined)
    throw badRequest(`Skill name in SKILL.md cannot contain the reserved word '${reserved}'.`);
}

function descriptionOf(value: unknown): string {
  if (value === undefined) throw badRequest("field 'description' in SKILL.md is required");
  if (typeof value !== 'string') throw badRequest("field 'description' in SKILL.md must be a string");
  if (value.trim() === '') throw badRequest("field 'description' in SKILL.md must not be empty");
  if (characterCount(value) > maxDescription) {
    throw badRequest(`field 'description' in SKILL.md must be at most ${maxDescription} characters`);
  }
  if (xmlTagPattern.test(value)) throw badRequest('SKILL.md description cannot contain XML tags');
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
  const opening = openingLine.exec(text)?.[0];
  if (opening === undefined) throw badRequest('SKILL.md must start with YAML frontmatter (---)');
  const rest = text.slice(opening.length);
  const end = closingLine.exec(rest)?.index;
  if (end === undefined || Buffer.byteLength(rest.slice(0, end)) > maxFrontMatterBytes) throw malformedYaml();
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
  if (flowDepth(text) > maxFlowDepth) throw malformedYaml();
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
