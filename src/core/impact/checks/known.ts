import { commonPrograms } from '../words.ts';
import type { Fact, FileFact, ImpactSeverity } from '../model.ts';
import { usesNetwork } from '../shell/dangers.ts';
import { baseName } from '../../skill/path.ts';
import { literally } from '../../text/patterns.ts';
import { toldPath } from '../told.ts';
import type { Comparison, Version } from './check.ts';
import { coversRule } from './permission.ts';

/** True for a program that the older version was allowed to run without asking, or that its scripts name in their first line. */
export function wasProgram({ subject }: Fact, { old }: Comparison): boolean {
  return (
    [...old.of('tool').keys()].some((rule) => /^Bash\(([\w.+-]+)[ :)]/.exec(rule)?.[1] === subject) ||
    [...old.files.values()].some(({ interpreter }) => interpreter === subject)
  );
}

/**
 * True for what stands in texts alone, when each part of its name is a word of the older version: what is done with it may be
 * new, but whoever read that version knew of it. What a script does is told in any case, and so is a host: a link to it is
 * something else than a request.
 */
function wasNamed({ kind, subject }: Fact, { old, new: now }: Comparison, name = subject): boolean {
  const parts = name.split(/[/@]+/).filter((part) => part !== '');
  const isText = ({ path }: Fact): boolean => /^(?:main|document)$/.test(now.files.get(path)?.role ?? '');
  return now.of(kind).get(subject)?.every(isText) === true && parts.every((part) => old.says(part));
}

/** `low` for a tool of a server that the older version names without it. */
export function weighTool(fact: Fact, comparison: Comparison): ImpactSeverity | undefined {
  const name = ownName(fact.subject);
  const isTelling = /_|[a-z][A-Z]/.test(name);
  return isTelling && wasNamed(fact, comparison, name) ? 'low' : undefined;
}

/**
 * `low` for a word of a text that nothing else shows to be a program, for output and remarks in a block of commands are read
 * like that: it is no well-known one, has no name of four parts, stands at the beginning of one line only, without options,
 * and is neither installed nor spoken of. And for one that the older version names.
 */
export function weighProgram(fact: Fact, comparison: Comparison): ImpactSeverity | undefined {
  if (wasNamed(fact, comparison)) return 'low';
  const { subject, path } = fact;
  const { new: now } = comparison;
  const isShown =
    commonPrograms.has(subject) ||
    /^\w+(?:-\w+){3}/.test(subject) ||
    (now.of('command').get(subject)?.length ?? 0) > 1 ||
    now.of('program').has(subject) ||
    now.of('told').has(subject) ||
    [...now.of('package').keys()].some((each) => each.slice(each.indexOf(':') + 1) === subject);
  return isShown || now.files.get(path)?.role === 'script' ? undefined : 'low';
}

/** `low` when the older version uses what is installed, or tells to, and only does not say how it comes there. */
export function weighPackage(fact: Fact, comparison: Comparison): ImpactSeverity | undefined {
  const { subject } = fact;
  const { old } = comparison;
  const at = subject.indexOf(':');
  const [ecosystem, name] = [subject.slice(0, at), subject.slice(at + 1)];
  const modules = ecosystem === 'pip' ? [importNames[name] ?? name.replaceAll('-', '_')] : [name];
  const isUsed =
    modules.some((module) => old.of('import').has(module) || (ecosystem === 'pip' && old.of('uses').has(module))) ||
    old.of('command').has(name) ||
    old.of('told').has(name) ||
    wasNamed(fact, comparison, name) ||
    (ofSystem.test(ecosystem) && [...old.of('package').keys()].some((known) => isSameProgram(known, name)));
  return isUsed ? 'low' : undefined;
}

/** Installers of programs, which call the same one nearly alike. */
const ofSystem = /^(?:brew|apt|dnf|apk|conda|windows)$/;

/** `brew:tesseract` and `tesseract-ocr` of another installer. */
function isSameProgram(known: string, name: string): boolean {
  const at = known.indexOf(':');
  const other = known.slice(at + 1);
  return (
    ofSystem.test(known.slice(0, at)) &&
    (name === other || name.startsWith(`${other}-`) || other.startsWith(`${name}-`))
  );
}

/** Packages whose modules have other names. */
const importNames: Readonly<Record<string, string>> = {
  beautifulsoup4: 'bs4',
  'opencv-python': 'cv2',
  pillow: 'PIL',
  pymupdf: 'fitz',
  'python-dateutil': 'dateutil',
  'python-docx': 'docx',
  'python-dotenv': 'dotenv',
  'python-pptx': 'pptx',
  pyyaml: 'yaml',
  'scikit-image': 'skimage',
  'scikit-learn': 'sklearn',
};

/** True for the host of a service whose own program the older version used: it works on that host. */
export function wasHost(fact: Fact, comparison: Comparison): boolean {
  const { old } = comparison;
  const client = ownClients[fact.subject];
  if (client !== undefined && (old.of('command').has(client) || old.of('told').has(client))) return true;
  return wasToldInText(fact, comparison);
}

/** True for what the older text told of, when a text has it now: a script does more than a text says. */
function wasToldInText({ subject, path }: Fact, { old, new: now }: Comparison): boolean {
  return now.files.get(path)?.role !== 'script' && old.of('told').has(subject);
}

const ownClients: Readonly<Record<string, string>> = {
  'github.com': 'gh',
  'api.github.com': 'gh',
  'raw.githubusercontent.com': 'gh',
  'gitlab.com': 'glab',
};

/** True for what the older version could do by other means: a library of a service, or a script of the shell. */
export function hadPower({ subject }: Fact, { old }: Comparison): boolean {
  if (subject === 'network') return old.of('told').has('network client') || runsNetworkPrograms(old);
  return subject === 'subprocess' && [...old.files.values()].some((file) => file.role === 'script' && isOfShell(file));
}

/** True when a script runs `curl` or the like. */
function runsNetworkPrograms(version: Version): boolean {
  return [...version.of('command')].some(
    ([name, facts]) =>
      usesNetwork({ name, words: [] }) && facts.some(({ path }) => version.files.get(path)?.role === 'script'),
  );
}

function isOfShell({ path, interpreter }: FileFact): boolean {
  return /\.(?:ba|z|k)?sh$/.test(path) || /^(?:ba|z|k|da)?sh$/.test(interpreter);
}

/** `low` when the older text shows code that does the same. */
export function weighPower({ subject }: Fact, { old }: Comparison): ImpactSeverity | undefined {
  return (powerNames[subject] ?? []).some((name) => old.of('uses').has(name)) ? 'low' : undefined;
}

/** What code of a text imports, or calls, for it. */
const powerNames: Readonly<Record<string, readonly string[]>> = {
  subprocess: ['subprocess', 'child_process', 'execSync', 'execFileSync', 'spawnSync', 'Popen'],
  network: ['requests', 'httpx', 'urllib', 'aiohttp', 'fetch', 'axios', 'urlopen'],
};

/** True for a key that the older text told to set, in a text; a script that reads it is told, but not loudly. */
export function wasKey(fact: Fact, comparison: Comparison): boolean {
  return wasToldInText(fact, comparison);
}

/** `low` for a key that the older version names: no other word is spelled like one. */
export function weighKey({ subject }: Fact, { old }: Comparison): ImpactSeverity | undefined {
  return old.says(subject) || old.of('told').has(subject) ? 'low' : undefined;
}

/** `low` for what can be made again, and for what only texts do and the older version names: `sudo`, `force-push`. */
export function weighDanger(fact: Fact, comparison: Comparison): ImpactSeverity | undefined {
  const isNamed = !fact.subject.includes(' ') && wasNamed(fact, comparison);
  return isNamed || fact.value === 'mild' ? 'low' : undefined;
}

/**
 * True for a path that the older version used, or told to use, in this form or in another one. What it said of a file is
 * nothing new; of one with keys only in a text, which is a sentence as well.
 */
export function wasPath({ subject, path, value }: Fact, { old, new: now }: Comparison): boolean {
  if (isFolderOfKnown(subject, old) || isKnownOtherwise(subject, old)) return true;
  if (value !== 'secret' && (isInKnown(subject, old) || old.of('told').has(`ran:${subject}`))) return true;
  const isScript = now.files.get(path)?.role === 'script';
  return !isScript && (wasTold(subject, old) || (value !== 'secret' && old.of('mention').has(subject)));
}

/** `low` for a script that goes where the older text sent its reader, and for what only texts use and it named. */
export function weighPath(fact: Fact, comparison: Comparison): ImpactSeverity | undefined {
  const { subject, value } = fact;
  const { old } = comparison;
  const name = subject.replace(/^~/, '');
  if (value !== 'secret' && name.includes('.') && wasNamed(fact, comparison, name)) return 'low';
  if (wasTold(subject, old) || (value !== 'secret' && old.of('mention').has(subject))) return 'low';
  return value === 'secret' ? 'high' : undefined;
}

/** True for a folder of one purpose of which a file was used: `~/.agent/projects/x` of `~/.agent/projects/x/beds.json`. */
function isFolderOfKnown(path: string, old: Version): boolean {
  return isOfOnePurpose(path) && [...old.of('path').keys()].some((known) => known.startsWith(`${path}/`));
}

/** True for a file in such a folder that was used as a whole. */
function isInKnown(path: string, old: Version): boolean {
  return [...old.of('path').keys()].some((known) => isOfOnePurpose(known) && path.startsWith(`${known}/`));
}

/** Deep in the file system, or a folder of a program's own beside those of the user, or in `/opt`. */
function isOfOnePurpose(folder: string): boolean {
  return folder.split('/').length > 3 || /^(?:~|\/opt)\/(?!Library$)\w[\w.-]*$/.test(folder);
}

/** A file that the older text told to use, or one in such a folder, deep enough to be of one purpose. */
function wasTold(path: string, old: Version): boolean {
  const told = toldPath(path);
  const folder = told.slice(0, told.lastIndexOf('/'));
  return old.of('told').has(told) || (folder.split('/').length > 2 && old.of('told').has(folder));
}

/** True for a path that is a known one but for what is in variables, on either side: `~/$STATE/beds` and `~/.garden/beds`. */
function isKnownOtherwise(path: string, old: Version): boolean {
  const [pattern, own] = [withVariables(path), path.split('/')];
  return [...old.of('path').keys()].some((known) => {
    const others = known.split('/');
    if (others.length !== own.length) return false;
    return pattern?.test(known) === true || withVariables(known)?.test(path) === true;
  });
}

/** What a path with variables may stand for; `undefined` without any, or when little else is there. */
function withVariables(path: string): RegExp | undefined {
  const variable = /\$\{[^{}/]{1,80}\}|\$\w+/g;
  const fixed = path.replace(variable, '').split('/').slice(1);
  if (!path.includes('$') || !fixed.some((part) => part.length > 2)) return undefined;
  const parts = path.split(variable).map(literally);
  return new RegExp(`^${parts.join('[^/]{1,80}')}$`);
}

/**
 * True for a tool of a server that the older version was allowed to call, named as an example, named without its server, or
 * called by another name of its server.
 */
export function wasTool({ subject }: Fact, { old }: Comparison): boolean {
  const name = ownName(subject);
  return (
    [...old.of('tool').keys()].some((rule) => rule.startsWith('mcp__') && coversRule(rule, subject)) ||
    old.of('uses').has(subject) ||
    [...old.of('mcp').keys()].some((known) => isOfSameServer(known, subject)) ||
    (subject.startsWith('mcp__') && /_|[a-z][A-Z]/.test(name) && old.of('uses').has(name)) ||
    // Several words: nobody else calls a tool like that.
    (name.split(/[_-]/).length > 2 && [...old.of('mcp').keys()].some((known) => ownName(known) === name))
  );
}

function ownName(tool: string): string {
  return tool.slice(Math.max(tool.lastIndexOf('__') + 2, tool.lastIndexOf(':') + 1));
}

/** `mcp__garden__beds` and `mcp__plugin_rain_garden__beds`, which a plugin brings, however its parts are joined. */
function isOfSameServer(one: string, other: string): boolean {
  const [first = '', second = ''] = [one, other].map((tool) => tool.replace(/^mcp__/, '').replace(/[-_]+/g, '_'));
  return first === second || first.endsWith(`_${second}`) || second.endsWith(`_${first}`);
}

/**
 * `low` for what only its name or its form calls a secret in a text that is read: an example is written alike. The search
 * for secrets of a publish tells it in any case.
 */
export function weighSecret({ subject, path }: Fact, { new: now }: Comparison): ImpactSeverity | undefined {
  const isNamed = /^(?:assigned-secret|environment-line|user-password|database-password|address-password) /.test(
    subject,
  );
  return isNamed && now.files.get(path)?.role !== 'script' && now.files.get(path)?.role !== 'data' ? 'low' : undefined;
}

/** True for a script of whose name the older version has one in another folder, or one with another hash in its name. */
export function isOfKnownName(path: string, old: Version): boolean {
  const name = ownFileName(path);
  if (/^(?:__init__|index|main|utils?|helpers?|common|config|setup|run|test|cli|lib|types|constants)\./.test(name))
    return false;
  return [...old.files.values()].some((file) => file.role === 'script' && ownFileName(file.path) === name);
}

function ownFileName(path: string): string {
  return baseName(path).replace(/[-_.](?=[a-f\d]*\d)[a-f\d]{7,40}(?=\.)/, '');
}
