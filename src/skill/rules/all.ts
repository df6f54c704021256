import { checkDescription, descriptionRules } from './description.ts';
import { checkFields, fieldRules } from './fields.ts';
import { checkFile, fileRules } from './file.ts';
import { checkFolder, folderRules } from './folder.ts';
import { checkFrontMatter, frontMatterRules } from './frontMatter.ts';
import { checkName, nameRules } from './name.ts';
import type { Rule, RuleInfo } from './rule.ts';
import { checkKeys, unknownKeyRules } from './unknownKeys.ts';
import { checkYaml, yamlRules } from './yaml.ts';

/** Every rule by its id, in the order of the documentation. */
export const rules: ReadonlyMap<string, RuleInfo> = new Map(
  [fileRules, frontMatterRules, yamlRules, nameRules, descriptionRules, fieldRules, unknownKeyRules, folderRules].flatMap((table) => Object.entries(table)),
);

/** Checks of SKILL.md and its front matter. When the file is missing, only the first is meaningful. */
export const checks: readonly Rule[] = [checkFile, checkFrontMatter, checkYaml, checkName, checkDescription, checkFields, checkKeys, checkFolder];

/** The anchor of a rule on the page of rules, `docs/rules.md`; `undefined` for a code that is no rule. */
export function ruleDocumentation(code: string): string | undefined {
  return rules.has(code) ? code.replaceAll('/', '') : undefined;
}
