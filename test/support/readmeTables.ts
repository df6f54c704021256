import { readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly mac?: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
  };
}

/** README.md with the tables between its marks made anew from `package.json`. */
export function withTables(readme: string, root = '.'): string {
  const { contributes } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Manifest;
  const words = JSON.parse(readFileSync(`${root}/package.nls.json`, 'utf8')) as Readonly<Record<string, string>>;
  const say = (text: unknown): string =>
    (typeof text === 'string' ? (words[text.replaceAll('%', '')] ?? text) : '').replaceAll('|', '\\|').split('\n')[0] ??
    '';
  const tables = { commands: commandTable, keys: keyTable, settings: settingTable };
  return Object.entries(tables).reduce((text, [mark, table]) => marked(text, mark, table(contributes, say)), readme);
}

type Say = (text: unknown) => string;

function commandTable({ commands, menus }: Manifest['contributes'], say: Say): string {
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const rows = commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title, category }) => `| ${category ?? ''}: ${say(title)} | \`${command}\` |`);
  return ['| command | id |', '|---|---|', ...rows.sort()].join('\n');
}

function keyTable({ commands, keybindings }: Manifest['contributes'], say: Say): string {
  const titles = new Map(commands.map(({ command, title }) => [command, say(title)]));
  const rows = keybindings.flatMap(({ command, key, mac }) => {
    const title = titles.get(command);
    return title === undefined ? [] : [`| \`${key}\`${mac === undefined ? '' : ` (macOS: \`${mac}\`)`} | ${title} |`];
  });
  return ['| key in the Registry view | |', '|---|---|', ...rows].join('\n');
}

function settingTable({ configuration }: Manifest['contributes'], say: Say): string {
  const rows = Object.entries(configuration.properties).map(([name, property]) => {
    const value = JSON.stringify(property['default']);
    return `| \`${name}\` | \`${value}\` | ${say(property['markdownDescription'] ?? property['description'])} |`;
  });
  return ['| setting | default | |', '|---|---|---|', ...rows].join('\n');
}

function marked(text: string, mark: string, table: string): string {
  const between = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  if (!between.test(text)) throw new Error(`README.md has no marks for the table of ${mark}`);
  return text.replace(between, (_all, begin: string, end: string) => `${begin}${table}\n${end}`);
}
