import type { Dialect } from '../registry/model.ts';

/** Languages a snippet can be had in. */
export type SnippetLanguage = 'json' | 'typescript' | 'python' | 'curl' | 'cli';
export const snippetLanguages: readonly SnippetLanguage[] = ['json', 'typescript', 'python', 'curl', 'cli'];

interface SnippetSkill {
  readonly skillId: string;
  /** What pins the version; `latest` follows every publish. */
  readonly version: string;
  readonly source: string;
  readonly baseUrl: string;
  /** Decides which command group of the vendor's CLI knows the version. */
  readonly dialect: Dialect;
}

const model = 'claude-sonnet-5-5';
const prompt = 'Use the skill.';

/**
 * Code that uses a published skill in a Messages request. Ids and URLs are quoted for the language; the key is read
 * from the environment.
 */
export function toSnippet(language: SnippetLanguage, skill: SnippetSkill): string {
  const container = {
    skills: [
      { type: skill.source === 'anthropic' ? 'anthropic' : 'custom', skill_id: skill.skillId, version: skill.version },
    ],
  };
  switch (language) {
    case 'json':
      return `${JSON.stringify({ container }, undefined, 2)}\n`;
    case 'typescript':
      return typescript(container, skill);
    case 'python':
      return python(container, skill);
    case 'curl':
      return curl(container, skill);
    case 'cli':
      return cli(skill);
  }
}

const official = 'https://api.anthropic.com';
const tools = [{ type: 'code_execution_20260521', name: 'code_execution' }];

function typescript(container: object, { baseUrl }: SnippetSkill): string {
  const options = baseUrl === official ? '' : `{ baseURL: ${JSON.stringify(baseUrl)} }`;
  return [
    "import Anthropic from '@anthropic-ai/sdk';",
    '',
    `const client = new Anthropic(${options});`,
    'const message = await client.messages.create({',
    `  model: ${JSON.stringify(model)},`,
    '  max_tokens: 4096,',
    `  container: ${JSON.stringify(container)},`,
    `  tools: ${JSON.stringify(tools)},`,
    `  messages: [{ role: 'user', content: ${JSON.stringify(prompt)} }],`,
    '});',
    '',
  ].join('\n');
}

function python(container: object, { baseUrl }: SnippetSkill): string {
  // JSON without true, false and null is Python too.
  const options = baseUrl === official ? '' : `base_url=${JSON.stringify(baseUrl)}`;
  return [
    'import anthropic',
    '',
    `client = anthropic.Anthropic(${options})`,
    'message = client.messages.create(',
    `    model=${JSON.stringify(model)},`,
    '    max_tokens=4096,',
    `    container=${JSON.stringify(container)},`,
    `    tools=${JSON.stringify(tools)},`,
    `    messages=[{"role": "user", "content": ${JSON.stringify(prompt)}}],`,
    ')',
    '',
  ].join('\n');
}

function curl(container: object, { baseUrl }: SnippetSkill): string {
  const body = { model, max_tokens: 4096, container, tools, messages: [{ role: 'user', content: prompt }] };
  return [
    `curl ${shell(`${baseUrl}/v1/messages`)} \\`,
    '  -H "x-api-key: $ANTHROPIC_API_KEY" \\',
    "  -H 'anthropic-version: 2023-06-01' \\",
    "  -H 'content-type: application/json' \\",
    `  -d ${shell(JSON.stringify(body))}`,
    '',
  ].join('\n');
}

function cli({ skillId, version, dialect }: SnippetSkill): string {
  const group = dialect === 'ga' ? 'skills' : 'beta:skills';
  if (version === 'latest') return `ant ${group} retrieve --skill-id ${shell(skillId)}\n`;
  return `ant ${group}:versions retrieve --skill-id ${shell(skillId)} --version ${shell(version)}\n`;
}

/** A word of a POSIX shell. */
function shell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
