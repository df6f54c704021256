import { isAbsentModule } from '../../skill/rules/imports.ts';
import { secretWords } from '../../bundle/secretWords.ts';
import type { Fact, FileFact } from '../model.ts';
import {
  type Check,
  type Comparison,
  type Draft,
  type Said,
  type Version,
  addedRow,
  removedRow,
  clipped,
  saidIn,
} from './check.ts';
import {
  hadPower,
  isOfKnownName,
  wasHost,
  wasKey,
  wasPath,
  wasProgram,
  wasTool,
  weighDanger,
  weighKey,
  weighPackage,
  weighPath,
  weighPower,
  weighProgram,
  weighSecret,
  weighTool,
} from './known.ts';
import { looksByKnown, meantCommand } from './preload.ts';
import { l10n, translated } from '../../text/l10n.ts';

const startOfFile = (path: string): { path: string; range: { start: number; end: number } } => ({
  path,
  range: { start: 0, end: 0 },
});

/** What the skill can do beyond being read. */
export const abilityChecks: readonly Check[] = [
  { code: 'data-leaves', class: 'wider', severity: 'high', find: dataLeaves },
  addedRow({
    code: 'host-added',
    kind: 'host',
    class: 'wider',
    severity: 'high',
    say: (host, { path }) => l10n.t`Newly contacts ${clipped(host)}, in ${clipped(path)}.`,
    isKnown: wasHost,
  }),
  removedRow({
    code: 'host-removed',
    kind: 'host',
    class: 'neutral',
    severity: 'low',
    say: (host) => l10n.t`No longer contacts ${clipped(host)}.`,
  }),
  { code: 'link-added', class: 'neutral', severity: 'low', find: linkAdded },
  { code: 'insecure-transport', class: 'wider', severity: 'medium', find: insecureTransport },
  addedRow({
    code: 'package-added',
    kind: 'package',
    class: 'wider',
    severity: 'medium',
    say: (name, { value }) =>
      value === ''
        ? [
            l10n.t`Newly installs ${clipped(name)}, in no fixed version.`,
            l10n.t`Installs ${clipped(name)}, in no fixed version.`,
          ]
        : [
            l10n.t`Newly installs ${clipped(name)} ${clipped(value)}.`,
            l10n.t`Installs ${clipped(name)} ${clipped(value)}.`,
          ],
    known: ['told'],
    weigh: weighPackage,
  }),
  removedRow({
    code: 'package-removed',
    kind: 'package',
    class: 'neutral',
    severity: 'low',
    say: (name) => l10n.t`No longer installs ${clipped(name)}.`,
  }),
  {
    code: 'package-unpinned',
    class: 'wider',
    severity: 'medium',
    find: (comparison) => packageVersions(comparison, true),
  },
  {
    code: 'package-version',
    class: 'neutral',
    severity: 'low',
    find: (comparison) => packageVersions(comparison, false),
  },
  addedRow({
    code: 'import-added',
    kind: 'import',
    class: 'wider',
    severity: 'low',
    say: (module) => l10n.t`A script newly imports ${clipped(module)}.`,
  }),
  addedRow({
    code: 'command-added',
    kind: 'command',
    class: 'wider',
    severity: 'medium',
    say: (command, { path }) => [
      l10n.t`Newly runs ${clipped(command)}, in ${clipped(path)}.`,
      l10n.t`Runs ${clipped(command)}, in ${clipped(path)}.`,
    ],
    known: ['told'],
    isKnown: wasProgram,
    weigh: weighProgram,
  }),
  removedRow({
    code: 'command-removed',
    kind: 'command',
    class: 'neutral',
    severity: 'low',
    say: (command) => l10n.t`No longer runs ${clipped(command)}.`,
  }),
  addedRow({
    code: 'danger-added',
    kind: 'danger',
    class: 'wider',
    severity: 'high',
    say: (what, { path }) =>
      dangers[what]?.(clipped(path)) ?? [
        l10n.t`Newly uses ${clipped(what)}, in ${clipped(path)}.`,
        l10n.t`Uses ${clipped(what)}, in ${clipped(path)}.`,
      ],
    weigh: weighDanger,
    known: ['told'],
  }),
  addedRow({
    code: 'power-added',
    kind: 'power',
    class: 'wider',
    severity: 'medium',
    say: (power, { path }) =>
      powers[power]?.(clipped(path)) ?? [
        l10n.t`A script newly uses ${clipped(power)}, in ${clipped(path)}.`,
        l10n.t`A script uses ${clipped(power)}, in ${clipped(path)}.`,
      ],
    isKnown: hadPower,
    weigh: weighPower,
  }),
  addedRow({
    code: 'preload-added',
    isKnown: ({ subject }, { old }) =>
      [...old.of('preload').keys()].some((known) => meantCommand(known) === meantCommand(subject)),
    kind: 'preload',
    class: 'wider',
    severity: 'high',
    say: (command) => l10n.t`Runs ${clipped(command)} when the skill is loaded, before a model reads it.`,
    // The same programs look at other files.
    weigh: ({ subject }, { old }) => (looksByKnown(subject, [...old.of('preload').keys()]) ? 'low' : undefined),
  }),
  addedRow({
    code: 'credential-added',
    kind: 'credential',
    class: 'wider',
    severity: 'high',
    say: (name, { path }) => [
      l10n.t`Newly reads the key or password in ${clipped(name)}, in ${clipped(path)}.`,
      l10n.t`Reads the key or password in ${clipped(name)}, in ${clipped(path)}.`,
    ],
    isKnown: wasKey,
    weigh: weighKey,
  }),
  addedRow({
    code: 'env-added',
    kind: 'env',
    class: 'wider',
    severity: 'low',
    say: (name) => l10n.t`Newly reads the environment variable ${clipped(name)}.`,
  }),
  addedRow({
    code: 'path-outside-added',
    kind: 'path',
    class: 'wider',
    severity: 'medium',
    say: (path, fact) => [
      l10n.t`Newly uses ${clipped(path)}, which is not part of the skill, in ${clipped(fact.path)}.`,
      l10n.t`Uses ${clipped(path)}, which is not part of the skill, in ${clipped(fact.path)}.`,
    ],
    isKnown: wasPath,
    weigh: weighPath,
  }),
  addedRow({
    code: 'mcp-added',
    kind: 'mcp',
    class: 'wider',
    severity: 'medium',
    say: (tool) => [
      l10n.t`Newly calls the tool ${clipped(tool)} of a server.`,
      l10n.t`Calls the tool ${clipped(tool)} of a server.`,
    ],
    isKnown: wasTool,
    weigh: weighTool,
  }),
  removedRow({
    code: 'mcp-removed',
    kind: 'mcp',
    class: 'narrower',
    severity: 'low',
    say: (tool) => l10n.t`No longer calls the tool ${clipped(tool)} of a server.`,
  }),
  {
    code: 'script-added',
    class: 'wider',
    severity: 'medium',
    find: function* ({ files, old, new: now }) {
      for (const draft of added(files.added, 'script', (path) => l10n.t`New script: ${clipped(path)}.`))
        yield isOfKnownName(draft.subject, old) || doesNothing(draft.subject, now)
          ? { ...draft, severity: 'low' as const }
          : draft;
    },
  },
  {
    code: 'script-changed',
    class: 'neutral',
    severity: 'low',
    find: function* ({ files }) {
      for (const { old, new: now } of files.changed)
        if (now.role === 'script' && old.textHash !== now.textHash)
          yield {
            subject: now.path,
            message: l10n.t`The script ${clipped(now.path)} changes.`,
            old: startOfFile(old.path),
            new: startOfFile(now.path),
          };
    },
  },
  {
    code: 'binary-added',
    class: 'wider',
    severity: 'high',
    find: ({ files }) =>
      added(files.added, 'binary', (path) => l10n.t`New program or archive that cannot be read: ${clipped(path)}.`),
  },
  {
    code: 'binary-changed',
    class: 'wider',
    severity: 'medium',
    find: function* ({ files }) {
      for (const { old, new: now } of files.changed)
        if (now.role === 'binary')
          yield {
            subject: now.path,
            message: l10n.t`The program or archive ${clipped(now.path)} changes.`,
            old: startOfFile(old.path),
            new: startOfFile(now.path),
          };
    },
  },
  addedRow({
    code: 'hidden-text-added',
    kind: 'hidden',
    class: 'wider',
    severity: 'high',
    say: (_, { path }) => l10n.t`Characters that a person does not see, in ${clipped(path)}: an agent reads them.`,
  }),
  addedRow({
    code: 'hidden-text-added',
    kind: 'comment',
    class: 'wider',
    severity: 'low',
    say: (comment) => l10n.t`A comment that a preview does not show: “${clipped(comment)}”.`,
  }),
  addedRow({
    code: 'secret-added',
    kind: 'secret',
    class: 'wider',
    severity: 'high',
    say: (_, { path, value }) => l10n.t`Looks like ${secretWords(value)}, in ${clipped(path)}.`,
    weigh: weighSecret,
  }),
  addedRow({
    code: 'skill-needed',
    kind: 'skill',
    class: 'breaking',
    severity: 'low',
    say: (name) => l10n.t`Newly needs the skill ${clipped(name)}.`,
  }),
  { code: 'runtime-lost', class: 'breaking', severity: 'medium', find: (comparison) => needs(comparison, 'lost') },
  { code: 'runtime-gained', class: 'neutral', severity: 'low', find: (comparison) => needs(comparison, 'gained') },
];

const dangers: Readonly<Record<string, (path: string) => Said>> = {
  'pipe-to-shell': (path) => [
    l10n.t`Newly runs what it downloads, in ${path}.`,
    l10n.t`Runs what it downloads, in ${path}.`,
  ],
  'base64-to-shell': (path) => [l10n.t`Newly runs encoded text, in ${path}.`, l10n.t`Runs encoded text, in ${path}.`],
  'rm -r': (path) => [l10n.t`Newly deletes whole folders, in ${path}.`, l10n.t`Deletes whole folders, in ${path}.`],
  'rm -r of what is made anew': (path) => [
    l10n.t`Newly deletes folders that are created again, in ${path}.`,
    l10n.t`Deletes folders that are created again, in ${path}.`,
  ],
  'force-push': (path) => [
    l10n.t`Newly overwrites the history of a remote repository, in ${path}.`,
    l10n.t`Overwrites the history of a remote repository, in ${path}.`,
  ],
  'reset --hard': (path) => [
    l10n.t`Newly throws away uncommitted changes, in ${path}.`,
    l10n.t`Throws away uncommitted changes, in ${path}.`,
  ],
  'git clean -f': (path) => [
    l10n.t`Newly deletes files that are not in version control, in ${path}.`,
    l10n.t`Deletes files that are not in version control, in ${path}.`,
  ],
  sudo: (path) => [l10n.t`Newly acts as administrator, in ${path}.`, l10n.t`Acts as administrator, in ${path}.`],
  'chmod 777': (path) => [
    l10n.t`Newly lets everybody write to files, in ${path}.`,
    l10n.t`Lets everybody write to files, in ${path}.`,
  ],
  '--no-verify': (path) => [
    l10n.t`Newly skips the checks before a commit or push, in ${path}.`,
    l10n.t`Skips the checks before a commit or push, in ${path}.`,
  ],
  'tls-off': (path) => [l10n.t`Newly trusts any server, in ${path}.`, l10n.t`Trusts any server, in ${path}.`],
  'disk-write': (path) => [
    l10n.t`Newly writes to a disk directly, in ${path}.`,
    l10n.t`Writes to a disk directly, in ${path}.`,
  ],
};
const powers: Readonly<Record<string, (path: string) => Said>> = {
  subprocess: (path) => [
    l10n.t`A script newly starts other programs, in ${path}.`,
    l10n.t`A script starts other programs, in ${path}.`,
  ],
  eval: (path) => [
    l10n.t`A script newly runs text as a program, in ${path}.`,
    l10n.t`A script runs text as a program, in ${path}.`,
  ],
  network: (path) => [
    l10n.t`A script newly uses the network, in ${path}.`,
    l10n.t`A script uses the network, in ${path}.`,
  ],
  listening: (path) => [
    l10n.t`A script newly waits for connections, in ${path}.`,
    l10n.t`A script waits for connections, in ${path}.`,
  ],
  'screen or clipboard': (path) => [
    l10n.t`A script newly sees the screen, the keyboard, or the clipboard, in ${path}.`,
    l10n.t`A script sees the screen, the keyboard, or the clipboard, in ${path}.`,
  ],
  'key store': (path) => [
    l10n.t`A script newly reads the system’s password store, in ${path}.`,
    l10n.t`A script reads the system’s password store, in ${path}.`,
  ],
};

/** A script that does nothing, such as an empty `__init__.py`. */
function doesNothing(path: string, version: Version): boolean {
  return (version.files.get(path)?.size ?? 0) < 3;
}

function* added(files: readonly FileFact[], role: FileFact['role'], say: (path: string) => string): Iterable<Draft> {
  for (const file of files)
    if (file.role === role) yield { subject: file.path, message: say(file.path), new: startOfFile(file.path) };
}

/** One script newly reads something of the user's and contacts somebody new. */
function* dataLeaves(comparison: Comparison): Iterable<Draft> {
  const { old, new: now } = comparison;
  const inFile = (version: Version, kind: Fact['kind'], path: string): readonly Fact[] =>
    [...version.of(kind).values()].flat().filter((fact) => fact.path === path);
  const hosts = [...now.of('host').entries()]
    .filter(([host]) => !old.of('host').has(host))
    .flatMap(([, facts]) => facts);
  for (const host of hosts) {
    if (now.files.get(host.path)?.role !== 'script') continue;
    const known = inFile(now, 'host', host.path).map(({ subject }) => subject);
    const read = (['path', 'credential'] as const)
      .flatMap((kind) => inFile(now, kind, host.path))
      .filter(({ kind, subject }) => kind === 'path' || !known.some((each) => belongsTo(subject, each)))
      .find((fact) => !inFile(old, fact.kind, host.path).some(({ subject }) => subject === fact.subject));
    if (!read) continue;
    yield {
      subject: host.path,
      message: saidIn(comparison, [
        l10n.t`${clipped(host.path)} newly reads ${clipped(read.subject)} and contacts ${clipped(host.subject)}.`,
        l10n.t`${clipped(host.path)} reads ${clipped(read.subject)} and contacts ${clipped(host.subject)}.`,
      ]),
      new: host,
    };
  }
}

/** The key of the service that is contacted is what it is for: `FORMCLOUD_TOKEN` and `api.formcloud.io`. */
function belongsTo(variable: string, host: string): boolean {
  const name = variable.toLowerCase().split('_')[0] ?? '';
  const letters = host.replaceAll(/[.-]/g, '');
  const other = otherNames[name];
  return (name.length > 2 && letters.includes(name)) || (other !== undefined && letters.includes(other));
}

/** Services whose keys are called otherwise than their hosts. */
const otherNames: Readonly<Record<string, string>> = {
  gemini: 'google',
  claude: 'anthropic',
  gh: 'github',
  hf: 'huggingface',
  aws: 'amazon',
};

function* linkAdded({ old, new: now }: Comparison): Iterable<Draft> {
  for (const [host, [fact]] of now.of('link')) {
    const isKnown = old.of('link').has(host) || old.of('host').has(host) || now.of('host').has(host);
    if (fact && !isKnown) yield { subject: host, message: l10n.t`Newly names ${clipped(host)}.`, new: fact };
  }
}

function* insecureTransport({ old, new: now }: Comparison): Iterable<Draft> {
  const isOpen = ({ value }: Fact): boolean => /^(?:http|ws|ftp)$/.test(value);
  for (const [host, facts] of now.of('host')) {
    const before = old.of('host').get(host);
    const open = facts.find(isOpen);
    if (open && before && !before.some(isOpen))
      yield {
        subject: host,
        message: l10n.t`Now contacts ${clipped(host)} without encryption.`,
        old: before[0],
        new: open,
      };
  }
}

function* packageVersions({ old, new: now }: Comparison, isLost: boolean): Iterable<Draft> {
  for (const [subject, facts] of now.of('package')) {
    const before = old.of('package').get(subject);
    if (!before) continue;
    const [was, is] = [before.map(({ value }) => value), facts.map(({ value }) => value)];
    const loose = facts.find(({ value }) => value === '');
    const lost = !was.includes('') && loose;
    const place = { old: before[0], new: loose ?? facts[0] };
    if (isLost && lost)
      yield { ...place, subject, message: l10n.t`Any version of ${clipped(subject)} may now be installed.` };
    else if (!isLost && !lost && was[0] !== is[0])
      yield {
        ...place,
        subject,
        message:
          is[0] === '' || is[0] === undefined
            ? l10n.t`The version of ${clipped(subject)} is no longer fixed.`
            : l10n.t`The version of ${clipped(subject)} is now ${clipped(is[0])}.`,
      };
  }
}

const needed: Readonly<Record<string, (version: Version) => Fact | undefined>> = {
  network: (version) => first(version, 'host') ?? first(version, 'network'),
  install: (version) => first(version, 'package'),
  import: (version) =>
    [...version.of('import').values()]
      .flat()
      .find(({ subject, value }) => value === 'python' && isAbsentModule(subject)),
};

function first(version: Version, kind: Fact['kind']): Fact | undefined {
  return [...version.of(kind).values()][0]?.[0];
}

/** What the container of the Skills API does not have, needed for the first time or no longer at all. */
function* needs({ old, new: now, isSealed }: Comparison, which: 'lost' | 'gained'): Iterable<Draft> {
  if (!isSealed) return;
  for (const [subject, find] of Object.entries(needed)) {
    const [before, after] = [find(old), find(now)];
    if (which === 'lost' && after && !before)
      yield {
        subject,
        message: l10n.t`Newly needs ${translated(words[subject] ?? subject)}, which the container of the Skills API does not have.`,
        new: after,
      };
    if (which === 'gained' && before && !after)
      yield { subject, message: l10n.t`No longer needs ${translated(words[subject] ?? subject)}.`, old: before };
  }
}

const words: Readonly<Record<string, string>> = {
  network: l10n.mark('a network'),
  install: l10n.mark('packages to be installed'),
  import: l10n.mark('a module'),
};
