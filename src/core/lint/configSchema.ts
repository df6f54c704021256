import { rules as ruleTable } from '../skill/rules/all.ts';
import { targets } from '../skill/skill.ts';
import { countingRules, ruleLevels } from './config.ts';

/** JSON Schema (draft 7) of a configuration: what `parseConfig` takes, for editors. */
export function configSchema(): unknown {
  const target = { enum: targets, description: 'Where the skills will run.' };
  const rules = {
    type: 'object',
    description: 'Severities of rules. A publish is only made stricter by them.',
    additionalProperties: false,
    properties: Object.fromEntries([...ruleTable].map(([code, { title }]) => [code, toRule(code, title)])),
  };
  const texts = { type: 'array', maxItems: 1000, items: { type: 'string' } };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Skill Publisher',
    description: 'How skills are judged, in the editor, on the command line, and in CI.',
    type: 'object',
    additionalProperties: false,
    definitions: { target, rules },
    properties: {
      $schema: { type: 'string' },
      target: { $ref: '#/definitions/target' },
      rules: { $ref: '#/definitions/rules' },
      exclude: { ...texts, description: 'Patterns of folders that are not searched for skills, from this folder.' },
      overrides: {
        type: 'array',
        description: 'Other settings for some skills; later ones count more.',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            files: { ...texts, description: 'Patterns of skill folders, from this folder.' },
            target: { $ref: '#/definitions/target' },
            rules: { $ref: '#/definitions/rules' },
          },
        },
      },
      baseline: {
        type: 'string',
        description: 'File of the problems that are known, below this folder.',
        not: { pattern: '^[/\\\\]|^[A-Za-z]:|(^|[/\\\\])\\.\\.([/\\\\]|$)' },
      },
      terms: {
        type: 'array',
        description: 'Words that are reported in the texts of skills.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['term'],
          properties: {
            term: { type: 'string', maxLength: 200, pattern: '\\S' },
            message: { type: 'string', description: 'What is said of it.' },
            replace: { type: 'string', description: 'What a fix writes instead.' },
            severity: { enum: ruleLevels.filter((severity) => severity !== 'off') },
          },
        },
      },
      publish: {
        type: 'object',
        additionalProperties: false,
        properties: {
          requireCleanGit: { type: 'boolean', description: 'Publish only what Git has committed.' },
        },
      },
    },
  };
}

function toRule(code: string, title: string): unknown {
  const severity = { enum: ruleLevels, description: title };
  if (!countingRules.includes(code)) return severity;
  const max = { type: 'integer', minimum: 1 };
  const options = { type: 'object', additionalProperties: false, properties: { max } };
  return {
    description: title,
    anyOf: [severity, { type: 'array', items: [severity, options], minItems: 2, maxItems: 2 }],
  };
}
