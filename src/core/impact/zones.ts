import { withoutEnd } from '../text/ends.ts';
import { baseName, isTestPath } from '../skill/path.ts';
import type { FileRole } from './model.ts';
import { beginsWith } from '../text/bytes.ts';

/** How the text of a program is read. */
type CodeLanguage = 'python' | 'javascript' | 'shell' | 'powershell' | 'other';

const extensions: Readonly<Record<string, CodeLanguage>> = {
  py: 'python',
  pyw: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'javascript',
  mts: 'javascript',
  cts: 'javascript',
  tsx: 'javascript',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  ps1: 'powershell',
  psm1: 'powershell',
};
const otherScripts = /\.(?:rb|pl|pm|php|lua|r|jl|bat|cmd|vbs|fish|applescript|awk|tcl|go|rs|java|swift|kts|groovy)$/i;
const interpreters: readonly (readonly [RegExp, CodeLanguage])[] = [
  [/^(?:python|uv$|pypy)/, 'python'],
  [/^(?:node|bun|deno|tsx|ts-node)$/, 'javascript'],
  [/^(?:ba|z|k|da|a)?sh$/, 'shell'],
  [/^pwsh$/, 'powershell'],
];
/** Code that runs only when somebody starts it by name, and whose text no reader sees. */
const binaryNames = new RegExp(
  String.raw`\.(?:exe|com|dll|so|dylib|jar|war|msi|scr|cpl|sys|node|pyd|pyc|pyo|wasm|class|app|apk|deb|rpm|` +
    String.raw`pkg|dmg|whl|vsix|egg|zip|gz|tgz|bz2|xz|7z|rar|tar|zst|o|a|lib)$`,
  'i',
);
/** ELF, Windows, Mach-O (both orders, 32 and 64 bits, fat; also Java). */
export const programHeads = ['7f454c46', '4d5a', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'];
/** These, wasm, zip, gzip. */
const binaryHeads = [...programHeads, '0061736d', '504b0304', '1f8b'];
/** Packed documents are data. */
const packedDocuments = /\.(?:docx|xlsx|pptx|dotx|xltx|potx|odt|ods|odp|epub|svgz)$/i;

/** Folders and files that stand beside a skill and are not used by it. */
const companionFolders =
  /^(?:evals?|tests?|__tests__|fixtures|__pycache__|\.git|\.github|\.clawhub|\.skill-publisher)$/i;
const companionFiles = new RegExp(
  String.raw`^(?:(?:readme|changelog|changes|history|contributing|contributors|authors|code_of_conduct|` +
    String.raw`security|licen[cs]e|notice|copying|third[-_]party[-_\w]*)` +
    String.raw`(?:[._-][a-z]{2}(?:-[a-z]{2,4})?)?(?:\.\w+)?|skill[-_.]?card\.\w+|` +
    String.raw`_meta\.json|\.clawhub\.json|\.skill-?lock\.json|[^/]*\.(?:sig|asc|sigstore|minisig)|` +
    String.raw`[^/]*\.intoto\.jsonl?|sha256sums(?:\.txt)?)$`,
  'i',
);

function isCompanion(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  return (
    isTestPath(path) || folders.some((folder) => companionFolders.test(folder)) || companionFiles.test(baseName(path))
  );
}

/** What a file is. `text`: its content, `undefined` when it is no text. */
export function roleOfFile(path: string, content: Uint8Array, text: string | undefined): FileRole {
  if (path === 'SKILL.md') return 'main';
  if (isCompanion(path)) return 'companion';
  if (isBinaryCode(path, content, text)) return 'binary';
  if (text === undefined) return 'data';
  if (/\.(?:md|mdx|markdown)$/i.test(path)) return 'document';
  return languageOfFile(path, text) === undefined ? 'data' : 'script';
}

function isBinaryCode(path: string, content: Uint8Array, text: string | undefined): boolean {
  if (packedDocuments.test(path)) return false;
  if ((text === undefined || beginsWith(content, ['4d5a'])) && beginsWith(content, binaryHeads)) return true;
  return binaryNames.test(path);
}

/** How a file that runs is read; `undefined` for a file that is no program. */
export function languageOfFile(path: string, text: string): CodeLanguage | undefined {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (Object.hasOwn(extensions, extension)) return extensions[extension];
  if (otherScripts.test(path)) return 'other';
  const interpreter = interpreterOf(text);
  if (interpreter === '') return undefined;
  return interpreters.find(([pattern]) => pattern.test(interpreter))?.[1] ?? 'other';
}

/** The program behind `#!`: its name without folder and version; '' when there is none. */
export function interpreterOf(text: string): string {
  const line = /^\ufeff?#![ \t]*([^\r\n]{1,200})/.exec(text)?.[1] ?? '';
  const words = line.split(/[ \t]+/);
  const program = baseName(words[0] ?? '');
  const named =
    program === 'env' ? (words.slice(1).find((word) => !word.startsWith('-') && !word.includes('=')) ?? '') : program;
  return withoutEnd(baseName(named), /[\d.]/);
}

/** What a code block of Markdown is: run by the agent, or shown. */
export function zoneOfBlock(language: string | undefined): 'command' | 'console' | 'powershell' | 'example' {
  if (/^(?:bash|sh|shell|zsh|shellscript)$/.test(language ?? '')) return 'command';
  if (/^(?:console|terminal|shell-session|shellsession)$/.test(language ?? '')) return 'console';
  return /^(?:powershell|pwsh|ps1|cmd|bat|batch)$/.test(language ?? '') ? 'powershell' : 'example';
}
