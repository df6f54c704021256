import { anyOf } from '../text/patterns.ts';
import { baseName } from './path.ts';

/** The signature that the tools of a registry write (OpenSSF Model Signing). */
export const signatureFileName = 'skill.oms.sig';

/** Files that registries write or read beside a skill; no agent needs them and nothing mentions them. */
const ofRegistry = anyOf(
  'i',
  /^(?:_meta\.json|skill\.oms\.sig|skill-?card\.(?:md|ya?ml)|benchmark\.(?:md|json)|card\.ya?ml)$/,
  /^agents\/[\w.-]+\.ya?ml$/,
  /^[\w -]*skill card[\w -]*(?:\.\w+)?$/,
  /^\.(?:clawhub|openclaw|skillhub)\//,
);

/** Documents for whoever installs or changes a skill, by their usual names. */
const forPeople = new RegExp(
  '^(?:readme|changelog|changes|history|contributing|contributors|authors|maintainers|code_of_conduct|security|' +
    'licen[cs]e|copying|notice|install|installation|publishing|releasing|testing|development|credits|' +
    'acknowledge?ments|pull_request_template|(?:creation|decision|build|work)[-_]?log)(?:[._-][\\w.-]*)?$',
  'i',
);

/** True for a file that a registry keeps in a skill folder, such as `_meta.json` or a signature. */
export function isRegistryFile(path: string): boolean {
  return ofRegistry.test(path) || ofRegistry.test(baseName(path));
}

/** True for a file that people read and no agent follows: a README, a changelog, a card of a registry. */
export function isForPeople(path: string): boolean {
  return forPeople.test(baseName(path)) || isRegistryFile(path);
}
