import type { ListingProfile } from './profile.ts';

/** What an entry is made of. `path`: of SKILL.md, as the agent writes it. */
export interface EntryParts {
  readonly name: string;
  /** Empty for a name alone. */
  readonly description: string;
  readonly path: string;
}

type Template = (parts: EntryParts) => string;

const templates: Readonly<Record<ListingProfile['template']['name'], Template>> = {
  dashLine: ({ name, description }) => (description === '' ? `- ${name}` : `- ${name}: ${description}`),
  dashLineWithPath: ({ name, description, path }) =>
    description === '' ? `- ${name}: (file: ${path})` : `- ${name}: ${description} (file: ${path})`,
  xmlFile: ({ name, description, path }) =>
    ['<skill>', ...elements({ name, description, file: path }), '</skill>'].join('\n'),
  xmlLocation: ({ name, description, path }) =>
    ['  <skill>', ...elements({ name, description, location: path }).map((line) => `    ${line}`), '  </skill>'].join(
      '\n',
    ),
  bullet: ({ name, description }) => `• ${name} - ${description}`,
};

function elements(texts: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(texts).map(([tag, text]) => `<${tag}>${text}</${tag}>`);
}

const xml: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as an agent writes it among other text. */
export function escapeFor({ escape }: ListingProfile['template'], text: string): string {
  if (escape === 'none') return text;
  if (escape === 'lessThan') return text.replaceAll('<', '&lt;');
  return text.replace(/[&<>]/g, (character) => xml[character] ?? character);
}

/** The text of one entry, without the line break behind it. */
export function renderEntry({ name, escape }: ListingProfile['template'], parts: EntryParts): string {
  const escaped = (text: string): string => escapeFor({ name, escape }, text);
  return templates[name]({
    name: escaped(parts.name),
    description: escaped(parts.description),
    path: escaped(parts.path),
  });
}

const lead = 'Additional skills available (invoke by name): ';

/** Names alone in one line, as many as `most` characters hold, blanks and commas between them included. */
export function namesOnly(names: readonly string[], most: number): { readonly text: string; readonly listed: number } {
  let length = 0;
  let listed = 0;
  for (const name of names) {
    length += name.length + (listed > 0 ? 2 : 0);
    if (length > most) break;
    listed += 1;
  }
  if (listed === 0) return { text: '', listed };
  const rest = names.length - listed;
  return { text: `${lead}${names.slice(0, listed).join(', ')}${rest > 0 ? `... and ${rest} more` : ''}`, listed };
}
