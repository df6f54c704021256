import type { Sink } from './sink.ts';

const programs: Readonly<Record<string, string>> = {
  node: 'Node.js',
  'node.js': 'Node.js',
  nodejs: 'Node.js',
  python: 'Python',
  npm: 'npm',
  pnpm: 'pnpm',
  go: 'Go',
  rust: 'Rust',
  java: 'Java',
  jdk: 'Java',
  ruby: 'Ruby',
  bun: 'Bun',
  deno: 'Deno',
  php: 'PHP',
  docker: 'Docker',
  bash: 'Bash',
  '.net': '.NET',
  git: 'Git',
  typescript: 'TypeScript',
  kubernetes: 'Kubernetes',
  terraform: 'Terraform',
};
const name =
  '(node(?:\\.?js)?|python|p?npm|go(?:lang)?|rust|java|jdk|ruby|bun|deno|php|docker|bash|\\.net|git|' +
  'typescript|terraform)';
const number = 'v?(\\d{1,3}(?:\\.\\d{1,3}){0,2})';
const least = new RegExp(
  `(?<![\\w.-])${name}\\s{0,3}(?:version\\s{0,3})?(?:(?:>=|≥|=>)\\s{0,3}${number}|` +
    `${number}\\s{0,3}(?:\\+|(?:and|or)\\s(?:higher|later|newer|above|greater|up)))`,
  'gi',
);
const needs = new RegExp(
  '\\b(?:requires?|needs?|prerequisites?:|runs on|at least|minimum)\\s{1,3}(?:the\\s)?' +
    `${name}\\s{1,3}(?:version\\s{1,3})?${number}\\b`,
  'gi',
);

/** Without one of these nothing says a least version. */
const leastSign = /\d\s{0,3}\+|≥|>=|=>|\b(?:higher|later|newer|above|greater|up)\b/i;

/** "Node.js 18+", "Python >= 3.11", "requires Go 1.22". What a skill moves or tests something to is none. */
export function addRequirements(sink: Sink, text: string, start: number): void {
  if (leastSign.test(text))
    for (const match of text.matchAll(least)) add(sink, match, match[2] ?? match[3] ?? '', start);
  for (const match of text.matchAll(needs)) add(sink, match, match[2] ?? '', start);
}

function add(sink: Sink, match: RegExpExecArray, version: string, start: number): void {
  const program = programs[(match[1] ?? '').toLowerCase().replace('golang', 'go')];
  if (program === undefined || version === '') return;
  sink.add('requirement', program, { start: start + match.index, end: start + match.index + match[0].length }, version);
}

/** `requires-python` of a project or of a script, `engines.node` of a package. */
export function addDeclaredRequirements(sink: Sink, text: string): void {
  const python = /^#?[ \t]*requires-python[ \t]*=[ \t]*["'][>=~^ ]*(\d+(?:\.\d+){0,2})/m.exec(text);
  if (python)
    sink.add('requirement', 'Python', { start: python.index, end: python.index + python[0].length }, python[1] ?? '');
  const node = /"engines"\s*:\s*\{[^}]{0,200}?"node"\s*:\s*"[>=~^v\s]*(\d+(?:\.\d+){0,2})/.exec(text);
  if (node) sink.add('requirement', 'Node.js', { start: node.index, end: node.index + node[0].length }, node[1] ?? '');
}
