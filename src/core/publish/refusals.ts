import { findEntry, parseFrontMatter } from '../skill/frontMatter.ts';
import type { Problem, Range } from '../skill/problem.ts';
import { l10n } from '../text/l10n.ts';

/** A known refusal of the service: which rule of ours says the same, and where it is to be mended. */
interface Refusal {
  readonly pattern: RegExp;
  /** Id of the rule whose fix mends it; `server/…` where no rule can know. */
  readonly code: string;
  /** Front matter key the range points at; `undefined`: the beginning of the file. */
  readonly key?: string;
  readonly advice?: () => string;
}

/**
 * Matched loosely, for the service's wording changes. Sources: recorded answers and public reports of both dialects.
 */
const refusals: readonly Refusal[] = [
  { pattern: /must start with yaml front ?matter/i, code: 'fm/missing' },
  { pattern: /malformed yaml front ?matter/i, code: 'fm/yaml' },
  { pattern: /unexpected key(?:\(s\))? in skill\.md/i, code: 'fm/unknown-key' },
  { pattern: /skill name .*only contain lowercase/i, code: 'name/charset', key: 'name' },
  { pattern: /skill name .*reserved word/i, code: 'name/reserved', key: 'name' },
  {
    pattern: /skill name .*must be consistent across all versions/i,
    code: 'name/immutable',
    key: 'name',
    advice: () => l10n.t`Go back to that name, or publish as a new skill.`,
  },
  { pattern: /'?name'? in skill\.md must be at most/i, code: 'name/length', key: 'name' },
  { pattern: /name cannot contain xml/i, code: 'name/xml', key: 'name' },
  { pattern: /'?description'? in skill\.md must be at most/i, code: 'desc/length', key: 'description' },
  { pattern: /description cannot contain xml/i, code: 'desc/xml', key: 'description' },
  { pattern: /folder name '.*' must match the skill name/i, code: 'name/dir-mismatch', key: 'name' },
  { pattern: /exactly one skill\.md/i, code: 'dir/nested-skill' },
  { pattern: /plugin manifest/i, code: 'dir/plugin-manifest' },
  { pattern: /skill\.md file must be (?:exactly )?in the top-level folder/i, code: 'file/missing' },
  {
    pattern: /(?:exactly one|must contain a|inside the) top-level folder/i,
    code: 'server/layout',
    advice: () => l10n.t`The archive is at fault, not the skill: please report it.`,
  },
  { pattern: /too many files/i, code: 'zip/file-count' },
  { pattern: /path with invalid characters/i, code: 'zip/path-chars' },
  {
    pattern: /cannot reuse an existing display_title/i,
    code: 'server/label-taken',
    advice: () => l10n.t`A skill with that title exists in this workspace: publish a new version of it instead.`,
  },
  { pattern: /display_name must be at most/i, code: 'server/label-length' },
  { pattern: /requests? up to 30 ?mb/i, code: 'zip/size' },
];

/**
 * A refusal of the service as a problem of the skill, at the place that caused it. `undefined` when the words are not
 * known: they are then shown as they are, with status and request id.
 */
export function toRefusalProblem(serverMessage: string, skillText: string): Problem | undefined {
  const known = refusals.find(({ pattern }) => pattern.test(serverMessage));
  if (!known) return undefined;
  const nested = /currently (?:at|there are) (\S+)/i.exec(serverMessage)?.[1];
  return {
    code: known.code,
    severity: 'error',
    file: 'SKILL.md',
    range: rangeOfKey(skillText, known.key),
    message: [l10n.t`The Skills API refused the upload: ${serverMessage}`, known.advice?.()]
      .filter((each) => each !== undefined)
      .join(' '),
    data: { server: true, ...(nested === undefined ? {} : { found: nested }) },
  };
}

function rangeOfKey(text: string, key: string | undefined): Range {
  if (key !== undefined) {
    const entry = findEntry(parseFrontMatter(text), key);
    if (entry) return entry.value.range;
  }
  const end = text.search(/\r?\n/);
  return { start: 0, end: end < 0 ? text.length : end };
}
