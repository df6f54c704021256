import { bodyRules, checkBody } from './body.ts';
import { collectionRules } from './collection.ts';
import { checkDescription, descriptionRules } from './description.ts';
import { checkFields, fieldRules } from './fields.ts';
import { checkFile, fileRules } from './file.ts';
import { checkFolder, folderRules } from './folder.ts';
import { checkFrontMatter, frontMatterRules } from './frontMatter.ts';
import { checkHidden, hiddenRules } from './hidden.ts';
import { checkImports, importRules } from './imports.ts';
import { checkName, nameRules } from './name.ts';
import { checkReferences, referenceRules } from './references.ts';
import type { Rule, RuleInfo } from './rule.ts';
import { checkRuntime, runtimeRules } from './runtime.ts';
import { checkScripts, scriptRules } from './scripts.ts';
import { checkKeys, unknownKeyRules } from './unknownKeys.ts';
import { checkYaml, yamlRules } from './yaml.ts';

/** Every rule by its id, in the order of the documentation. */
export const rules: ReadonlyMap<string, RuleInfo> = new Map(
  [
    fileRules,
    hiddenRules,
    frontMatterRules,
    yamlRules,
    unknownKeyRules,
    nameRules,
    descriptionRules,
    fieldRules,
    bodyRules,
    referenceRules,
    scriptRules,
    runtimeRules,
    importRules,
    folderRules,
    collectionRules,
  ].flatMap((table) => Object.entries(table)),
);

/**
 * All checks of one skill, in no particular order; what only several skills show is checked by `validateCollection`.
 */
export const checks: readonly Rule[] = [
  checkFile,
  checkFrontMatter,
  checkYaml,
  checkName,
  checkDescription,
  checkFields,
  checkKeys,
  checkFolder,
  checkHidden,
  checkBody,
  checkReferences,
  checkScripts,
  checkRuntime,
  checkImports,
];

/** The anchor of a rule on the page of rules, `docs/rules.md`; `undefined` for a code that is no rule. */
export function ruleDocumentation(code: string): string | undefined {
  return rules.has(code) ? code.replaceAll('/', '') : undefined;
}
