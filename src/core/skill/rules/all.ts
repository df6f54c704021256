import { bodyRules } from './body.ts';
import { checkingRules } from './checking.ts';
import { collectionRules } from './collection.ts';
import { descriptionRules } from './description.ts';
import { draftRules } from './draft.ts';
import { fieldRules } from './fields.ts';
import { fileRules } from './file.ts';
import { folderRules } from './folder.ts';
import { frontMatterRules } from './frontMatter.ts';
import { hiddenRules } from './hidden.ts';
import { importRules } from './imports.ts';
import { listingRules } from './listing.ts';
import { nameRules } from './name.ts';
import { packageRules } from './package.ts';
import { referenceRules } from './references.ts';
import type { Check, Rule, RuleGroup } from './rule.ts';
import { runtimeRules } from './runtime.ts';
import { scriptRules } from './scripts.ts';
import { secretRules } from './secret.ts';
import { signatureRules } from './signature.ts';
import { familyOf } from './toProblem.ts';
import { textRules } from './text.ts';
import { termRules } from './terms.ts';
import { unknownKeyRules } from './unknownKeys.ts';
import { yamlRules } from './yaml.ts';

const groups: readonly RuleGroup[] = [
  fileRules,
  hiddenRules,
  textRules,
  frontMatterRules,
  yamlRules,
  unknownKeyRules,
  nameRules,
  descriptionRules,
  fieldRules,
  bodyRules,
  draftRules,
  referenceRules,
  scriptRules,
  runtimeRules,
  importRules,
  termRules,
  folderRules,
  packageRules,
  signatureRules,
  secretRules,
  collectionRules,
  listingRules,
  checkingRules,
];

/** Every rule by its id, in the order of the documentation. */
export const rules: ReadonlyMap<string, Rule> = new Map(
  groups.flatMap((each) => each.rules.map((rule) => [rule.code, rule] as const)),
);

/** Ids that rules had before, and the ones they have. */
export const renamedRules: ReadonlyMap<string, string> = new Map([
  ['desc/length-listing', 'listing/cut'],
  ['skills/listing-budget', 'listing/over-budget'],
]);

/** A check and what it is called where it fails: the rule, or the first of its group. */
export interface NamedCheck {
  readonly name: string;
  readonly check: Check;
}

function checksOf(some: readonly RuleGroup[]): NamedCheck[] {
  return some.flatMap(({ rules: own, check: common }) =>
    [...own.map(({ code, check }) => [code, check] as const), [own[0]?.code ?? '', common] as const].flatMap(
      ([name, check]) => (check ? [{ name, check }] : []),
    ),
  );
}

/**
 * All checks of one skill, in no particular order; what only several skills show is checked by `validateCollection`.
 */
export const checks: readonly NamedCheck[] = checksOf(groups);

/** The checks of a folder without a SKILL.md. */
export const folderChecks: readonly NamedCheck[] = checksOf([fileRules, folderRules, packageRules]);

/** The anchor of a rule on the page of rules, `docs/rules.md`; `undefined` for a code that is no rule. */
export function ruleDocumentation(code: string): string | undefined {
  const row = rules.get(code) ?? rules.get(familyOf(code));
  return row?.code.replaceAll(/[/*]/g, '');
}
