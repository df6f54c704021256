import type { Target } from './skill.ts';
import { rules } from './rules/all.ts';
import type { Rule } from './rules/rule.ts';

const subjects: readonly (readonly [string, string])[] = [
  ['file', 'The file'],
  ['fm', 'Front matter'],
  ['name', 'Name'],
  ['desc', 'Description'],
  ['license', 'License'],
  ['compat', 'Compatibility'],
  ['metadata', 'Metadata'],
  ['tools', 'Allowed tools'],
  ['field', 'Fields of Claude Code and VS Code'],
  ['body', 'Body'],
  ['draft', 'Unfinished skills'],
  ['ref', 'References'],
  ['script', 'Scripts'],
  ['runtime', 'The container of the Skills API'],
  ['term', 'Words'],
  ['dir', 'Folder'],
  ['zip', 'Upload'],
  ['package', 'Files to send'],
  ['secret', 'Secrets'],
  ['skills', 'Skills side by side'],
  ['listing', 'What a model sees of skills'],
  ['check', 'The checks themselves'],
];

const columns: readonly (readonly [Target, string])[] = [
  ['api', 'Skills API'],
  ['claude-code', 'Claude Code'],
  ['vscode', 'VS Code'],
  ['spec', 'specification'],
];

const introduction = `# Rules

What Skill Publisher checks in a skill, one rule a section. This page is made from the table of rules (\`npm run docs\`).

How severe a rule is depends on where the skill will run, as the setting \`skillPublisher.target\` says: the Skills API (\`api\`, the
default; claude.ai takes the same skills), Claude Code (\`claude-code\`), VS Code (\`vscode\`) or the open specification (\`spec\`).
The setting \`skillPublisher.rules\` changes or silences a rule:

\`\`\`json
"skillPublisher.rules": { "ref/orphan": "off", "license/missing": "warning" }
\`\`\`

A comment in the Markdown silences rules on the line after it, or in the code block that begins there; without a name it silences all of
them. A quick fix of each problem inserts it:

\`\`\`markdown
<!-- skill-publisher-disable-next-line ref/exists -->
\`\`\`
`;

const judgment = `## What no program decides

These recommendations of the specification and the platform documentation need a reader: put the key use case first, give a default
instead of a menu, use one term for one thing, say when to read each file, list the packages that are needed, make scripts explain
their errors and offer \`--help\`. Folders may have any name: \`scripts/\`, \`references/\` and \`assets/\` are conventions.

Some limits are not about the files of a skill, so no rule holds them. The label of a skill (at most 255 characters on one line) belongs to
the request that publishes it. A version is a full copy of the folder: publishing always sends all of it. How many skills one request
to a model may name concerns the program that sends it. \`evals/\` stays behind when the folder is packed, so what is in it is not judged.
`;

/** The page of all rules, Markdown. The heading of a rule gives the anchor that `ruleDocumentation` names. */
export function rulesPage(): string {
  const parts = subjects.map(([prefix, title]) => {
    const sections = [...rules.values()].filter(({ code }) => code.startsWith(`${prefix}/`)).map(section);
    return `## ${title}\n\n${sections.join('\n')}`;
  });
  return [introduction, ...parts, judgment].join('\n');
}

function section({ code, title, documentation, severity, source, fix, isFixed }: Rule): string {
  const hint = fix ? ' There is a quick fix.' : '';
  return `### ${code}

${title}.

${documentation}${hint}

| ${columns.map(([, name]) => name).join(' | ')} |
|${columns.map(() => '---').join('|')}|
| ${columns.map(([target]) => severity[target]).join(' | ')} |

Source: ${source}.
${isFixed ? '\nThe settings do not change an error of this rule.\n' : ''}`;
}
