/** One line of a Git configuration: section and key in lower case, the subsection as it stands. */
interface GitSetting {
  readonly section: string;
  readonly subsection: string | undefined;
  readonly key: string;
  readonly value: string;
}

/** Reads the text of a Git configuration file (`git-config(1)`, SYNTAX). What is not a setting is passed over. */
export function parseGitConfig(text: string): readonly GitSetting[] {
  const settings: GitSetting[] = [];
  let place: Pick<GitSetting, 'section' | 'subsection'> | undefined;
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    let rest = line.trimStart();
    const header = /^\[([A-Za-z0-9.-]+)(?:[ \t]+"((?:[^"\\]|\\.)*)")?\]/.exec(rest);
    if (header) {
      place = { section: (header[1] ?? '').toLowerCase(), subsection: header[2]?.replace(/\\(.)/g, '$1') };
      rest = rest.slice(header[0].length).trimStart();
    }
    const setting = /^([A-Za-z][A-Za-z0-9-]*)[ \t]*=/.exec(rest);
    if (place && setting)
      settings.push({
        ...place,
        key: (setting[1] ?? '').toLowerCase(),
        value: parseValue(rest.slice(setting[0].length)),
      });
  }
  return settings;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/** A value without its quotes, its escapes and the comment behind it. */
function parseValue(text: string): string {
  let value = '';
  let end = 0;
  let quoted = false;
  const line = text.trimStart();
  for (let at = 0; at < line.length; at += 1) {
    let character = line.charAt(at);
    if (character === '"') {
      quoted = !quoted;
      continue;
    }
    if (!quoted && (character === '#' || character === ';')) break;
    const escaped = character === '\\';
    if (escaped) {
      at += 1;
      character = escapes[line.charAt(at)] ?? line.charAt(at);
    }
    value += character;
    // Blanks at the end count only inside of quotes.
    if (quoted || escaped || !/\s/.test(character)) end = value.length;
  }
  return value.slice(0, end);
}
