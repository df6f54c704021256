import { isRecord } from '../text/record.ts';

/** Characters of a file that is read. */
const maxLength = 262_144;
/** Questions of one skill that are taken. */
const mostQuestions = 100;

/**
 * The questions in an eval file that should make an agent choose the skill: of a set of triggers, a list of questions, or
 * cases with prompts. Those that must not, and what has another shape, are left out. Never throws.
 */
export function triggerQuestions(text: string): readonly string[] {
  if (text.length > maxLength) return [];
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return [];
  }
  return casesIn(content)
    .flatMap((each) => questionIn(each) ?? [])
    .slice(0, mostQuestions);
}

function casesIn(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content;
  if (!isRecord(content)) return [];
  const list = content['evals'] ?? content['cases'];
  return Array.isArray(list) ? list : [];
}

function questionIn(each: unknown): string | undefined {
  if (!isRecord(each)) return undefined;
  const { query, question, prompt, should_trigger: should, expected_skill: expected } = each;
  const text = [query, question, prompt].find((value) => typeof value === 'string' && value.trim() !== '');
  // An explicit `should_trigger` wins; a query of a set of triggers always has one.
  const isMeant = typeof should === 'boolean' ? should : query === undefined && expected !== null;
  return isMeant && typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : undefined;
}
