import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { releases } from '../vscode/releases.ts';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly enablement?: string;
  readonly when?: string;
}

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly group?: string;
  readonly when?: string;
}

interface Setting {
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface WalkthroughStep {
  readonly description: string;
  readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities?: {
    readonly untrustedWorkspaces?: {
      readonly supported: unknown;
      readonly description?: string;
      readonly restrictedConfigurations?: readonly string[];
    };
    readonly virtualWorkspaces?: { readonly supported: unknown; readonly description?: string };
  };
  readonly contributes: {
    readonly commands?: readonly Command[];
    readonly menus?: Readonly<Record<string, readonly MenuItem[]>>;
    readonly viewsWelcome?: readonly { readonly contents: string }[];
    readonly walkthroughs?: readonly { readonly id: string; readonly steps: readonly WalkthroughStep[] }[];
    readonly configuration?: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
const { commands = [], menus = {}, viewsWelcome = [], walkthroughs = [], configuration } = manifest.contributes;
const settings = Object.entries(configuration?.properties ?? {});

/** Commands that make sense at any moment, in any workspace, without a selection. Every other one says when it does. */
const alwaysAvailable: readonly string[] = [
  'skillPublisher.newSkill',
  'skillPublisher.useLocalRegistry',
  'skillPublisher.openLocalRegistryFolder',
  'skillPublisher.exportLocalRegistry',
  'skillPublisher.resetLocalRegistry',
  'skillPublisher.selectConnection',
  'skillPublisher.setApiKey',
  'skillPublisher.signOut',
  'skillPublisher.refreshRegistry',
  'skillPublisher.showLog',
  'skillPublisher.reportIssue',
];

function localized(value: string | undefined): string {
  const key = /^%(.+)%$/.exec(value ?? '')?.[1];
  assert.ok(key !== undefined, `${String(value)} is not a key of package.nls.json`);
  assert.ok(strings[key], `package.nls.json has no ${key}`);
  return strings[key];
}

describe('the manifest', () => {
  it('names the oldest VS Code the suites run in, and its types', () => {
    const oldest = releases.find((release) => release.name === 'oldest')?.version.replace(/\.\d+$/, '.0') ?? '';
    assert.equal(manifest.engines.vscode, `^${oldest}`);
    assert.equal(manifest.devDependencies['@types/vscode'], oldest);
  });

  it('has no run time dependencies and exact versions of all others', () => {
    assert.equal(manifest.dependencies, undefined);
    for (const [name, version] of Object.entries(manifest.devDependencies))
      assert.match(version, /^(?:npm:@?[^@]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/, name);
  });

  it('starts only for a skill, never with the editor, and handles no links from outside', () => {
    // Before VS Code 1.139 a SKILL.md is Markdown. A `workspaceContains` with a pattern searches the whole workspace,
    // so there is one: it finds skills in any folder, as the views do. A path is only looked up, and starts at once
    // where skills usually are.
    for (const event of manifest.activationEvents)
      assert.match(
        event,
        /^(?:workspaceContains:(?:\*\*\/SKILL\.md|[^*?{]+)$|onFileSystem:|onLanguage:(?:skill|markdown)$)/,
      );
    assert.ok(manifest.activationEvents.includes('workspaceContains:**/SKILL.md'));
    assert.ok(!text.includes('"onUri'));
  });

  it('is limited in untrusted and virtual workspaces, and says how', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities ?? {};
    assert.equal(untrustedWorkspaces?.supported, 'limited');
    assert.equal(virtualWorkspaces?.supported, 'limited');
    localized(untrustedWorkspaces.description);
    localized(virtualWorkspaces.description);
  });

  it('uses every text of package.nls.json', () => {
    for (const key of Object.keys(strings)) assert.ok(text.includes(`%${key}%`), `${key} is not used`);
  });
});

describe('the walkthrough', () => {
  const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);

  it('has a picture of the window for every step, in light, dark and high contrast, 300 KB in all', () => {
    const pictures = steps.flatMap(({ media }) => {
      assert.deepEqual(Object.keys(media.image).sort(), ['dark', 'hc', 'hcLight', 'light']);
      assert.ok(localized(media.altText).length > 10);
      return Object.values(media.image);
    });
    const files = [...new Set(pictures)];
    assert.equal(files.length, 3 * steps.length);
    const sizes = files.map((file) => readFileSync(file).length);
    assert.ok(Math.min(...sizes) > 1000 && sizes.reduce((sum, size) => sum + size, 0) <= 300_000, sizes.join(', '));
  });

  it('has a picture of each of the three jobs in the README', () => {
    const pictures = [...readFileSync('README.md', 'utf8').matchAll(/^!\[(.+)\]\((media\/[\w-]+\.png)\)$/gm)];
    for (const job of ['media/details.png', 'media/publish.png', 'media/problems.png'])
      assert.ok(
        pictures.some(([, , file]) => file === job),
        job,
      );
    for (const [, , file = ''] of pictures) assert.ok(readFileSync(file).length > 10_000, file);
  });

  it('is done by what happened, and each event is told of somewhere', () => {
    const sources = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'));
    for (const { completionEvents } of steps) {
      assert.ok(completionEvents.length > 0);
      for (const event of completionEvents) {
        assert.match(event, /^onContext:/);
        for (const [, step = ''] of event.matchAll(/skillPublisher\.step\.(\w+)/g))
          assert.ok(
            sources.some((text) => text.includes(`completeStep('${step}')`)),
            step,
          );
      }
    }
  });

  it('has steps, and is what the welcome content leads to', () => {
    assert.ok(steps.length > 0);
    const linked = viewsWelcome
      .flatMap(({ contents }) => /openWalkthrough\?([^)]+)/.exec(localized(contents))?.[1] ?? [])
      .map((query) => JSON.parse(decodeURIComponent(query)) as unknown);
    assert.deepEqual(linked, [[`skill-publisher.skill-publisher#${walkthroughs[0]?.id ?? ''}`, false]]);
  });
});

describe('the settings', () => {
  for (const [name, setting] of settings) {
    it(`${name} has a scope and a description`, () => {
      assert.match(name, /^skillPublisher\.[a-zA-Z.]+$/);
      assert.ok(setting.scope, 'a setting without a scope can be set by any workspace');
      localized(setting.markdownDescription ?? setting.description);
    });
  }

  it('are all described in the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const [name] of settings) assert.ok(readme.includes(`\`${name}\``), `${name} is not in README.md`);
  });

  it('keep where a key may be sent out of the reach of a workspace', () => {
    const restricted = manifest.capabilities?.untrustedWorkspaces?.restrictedConfigurations ?? [];
    const guarded = settings.filter(([name]) => /connection|url|workspaceid/i.test(name));
    assert.ok(guarded.length > 0, 'no setting names a connection');
    for (const [name, setting] of guarded) {
      assert.ok(
        setting.scope === 'machine' || setting.scope === 'application',
        `${name} has the scope ${String(setting.scope)}`,
      );
      assert.ok(restricted.includes(name), `${name} is not in restrictedConfigurations`);
    }
    for (const name of restricted)
      assert.ok(
        settings.some(([known]) => known === name),
        `${name} is restricted but does not exist`,
      );
  });
});

describe('the commands', () => {
  const palette = menus['commandPalette'] ?? [];

  for (const { command, title, category, enablement, when } of commands) {
    it(`${command} has a title, the category and a condition`, () => {
      assert.match(command, /^skillPublisher\.[a-zA-Z.]+$/);
      assert.doesNotMatch(
        localized(title),
        /^Skills:|\.\.\.$/,
        'the category comes by itself, an ellipsis is one character',
      );
      assert.equal(category, 'Skills');
      assert.equal(when, undefined, '`when` means nothing on a command');
      const condition = enablement ?? palette.find((item) => item.command === command)?.when;
      assert.ok(
        condition ?? alwaysAvailable.includes(command),
        'no enablement, no palette condition, not in the list of this test',
      );
    });
  }

  it('come in the palette behind “Publish Version” for whoever types that', () => {
    // The palette sorts equal matches by label.
    const typed = (query: string): readonly string[] =>
      commands
        .map(({ title }) => `Skills: ${localized(title)}`)
        .filter((label) => query.split(' ').every((word) => label.toLowerCase().includes(word)))
        .toSorted((a, b) => a.localeCompare(b));
    assert.equal(typed('publish version')[0], 'Skills: Publish Version…');
    assert.equal(typed('skills: publish version')[0], 'Skills: Publish Version…');
    assert.equal(typed('skills: publish')[0], 'Skills: Publish Version…');
  });

  it('are declared once, and nothing refers to one that is not', () => {
    const declared = commands.map(({ command }) => command);
    assert.ok(declared.length > 0);
    assert.equal(new Set(declared).size, declared.length);
    const inMenus = Object.values(menus)
      .flat()
      .flatMap(({ command }) => command ?? []);
    const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const texts = [...viewsWelcome.map(({ contents }) => contents), ...steps.map(({ description }) => description)];
    const inTexts = texts.flatMap((each) =>
      [...localized(each).matchAll(/\(command:([^)?]+)/g)].map((match) => match[1]),
    );
    const completing = steps.flatMap(({ completionEvents }) =>
      completionEvents.map((event) => event.replace('onCommand:', '')),
    );
    for (const command of [...inMenus, ...inTexts, ...completing, ...alwaysAvailable]) {
      if (command?.startsWith('skillPublisher.')) assert.ok(declared.includes(command), `${command} is not declared`);
    }
  });

  it('are offered for several selected rows only where they take them all', () => {
    const rowMenus = (menus['view/item/context'] ?? []).filter(
      ({ when, group }) =>
        when?.includes('view == skillPublisher.registry') === true && group?.startsWith('inline') === false,
    );
    const several = rowMenus
      .filter(({ when = '' }) => when.split(' || ').some((clause) => !clause.includes('!listMultiSelection')))
      .map(({ command }) => command);
    assert.deepEqual(
      several.toSorted(),
      ['compareSelectedVersions', 'copyId', 'deleteVersion', 'openVersion', 'openVersionToSide'].map(
        (name) => `skillPublisher.${name}`,
      ),
    );
  });

  it('are in menus only under a condition', () => {
    const submenus = new Set(Object.values(menus).flatMap((items) => items.map(({ submenu }) => submenu)));
    for (const [menu, items] of Object.entries(menus)) {
      // A submenu is shown under a condition of its own.
      if (submenus.has(menu)) continue;
      for (const item of items)
        assert.ok(item.when, `${item.command ?? item.submenu ?? '?'} in ${menu} has no condition`);
    }
  });
});
