import type { Range } from '../../skill/problem.ts';
import type { Sink } from '../sink.ts';
import type { CodeCall } from './program.ts';

/** The full name of what is called: `run` that was imported from `subprocess` is `subprocess.run`. */
export function resolvedName(name: string, aliases: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = name.split('.');
  const full = aliases.get(first);
  const resolved = full === undefined ? name : [full, ...rest].join('.');
  return resolved.replace(/^node:/, '').replace(/^fs\/promises/, 'fs');
}

const networkCall = new RegExp(
  String.raw`^(?:requests|httpx)\.(?:get|post|put|patch|delete|head|options|request|stream|Session|session|` +
    String.raw`Client|AsyncClient)$|^(?:urllib\.request|urllib2|request)\.(?:urlopen|urlretrieve|Request)$|` +
    String.raw`(?:^|\.)urlopen$|^http\.client\.HTTPS?Connection$|^aiohttp\.ClientSession$|` +
    String.raw`^urllib3\.PoolManager$|^websockets?\.(?:connect|create_connection)$|^(?:globalThis\.)?fetch$|` +
    String.raw`^axios(?:\.(?:get|post|put|patch|delete|request|create|default\.\w+))?$|^https?\.(?:get|` +
    String.raw`request)$|^(?:node-fetch|undici|superagent)(?:\.\w+)*$|` +
    String.raw`^(?:got|ky)(?:\.(?:default|get|post|put|patch|delete|head|stream|extend|create|paginate))*$|^(?:XMLHttpRequest|WebSocket|` +
    String.raw`EventSource)$|^(?:smtplib\.SMTP\w*|ftplib\.FTP\w*|imaplib\.IMAP4\w*|paramiko\.SSHClient)$|` +
    String.raw`^socket\.create_connection$`,
);

export function callsNetwork(name: string): boolean {
  return networkCall.test(name);
}

const processNames = new RegExp(
  String.raw`^(?:subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|` +
    String.raw`os\.(?:system|popen|exec[lv]\w*|spawn[lv]\w*|posix_spawnp?)|` +
    String.raw`asyncio\.(?:subprocess\.)?create_subprocess_(?:exec|shell)|pty\.spawn|child_process\.(?:exec|` +
    String.raw`execSync|execFile|execFileSync|spawn|spawnSync|fork)|execa(?:\.\w+)*|execSync|execFileSync|` +
    String.raw`spawnSync|spawn|execFile|Deno\.(?:Command|run)|Bun\.(?:spawn|spawnSync|\$)|shelljs\.exec|` +
    String.raw`zx\.\$)$`,
);
export function startsProcess(name: string): boolean {
  return processNames.test(name);
}

const evalNames = new RegExp(
  String.raw`^(?:eval|exec|Function|vm\.(?:runIn\w+|Script|compileFunction)|builtins\.(?:eval|exec)|` +
    String.raw`marshal\.loads|pickle\.loads?|cPickle\.loads?|dill\.loads?)$`,
);
const listenNames = new RegExp(
  String.raw`^(?:http\.server\.\w*Server|socketserver\.\w*Server|HTTPServer|ThreadingHTTPServer|` +
    String.raw`http\.createServer|https\.createServer|net\.createServer|uvicorn\.run|Bun\.serve|Deno\.serve|` +
    String.raw`aiohttp\.web\.run_app|websockets\.serve)$`,
);
const screenNames = new RegExp(
  String.raw`^(?:pyautogui\.\w+|pyperclip\.\w+|mss\.mss|PIL\.ImageGrab\.\w+|ImageGrab\.\w+|` +
    String.raw`pynput\.\w+(?:\.\w+)*|clipboardy(?:\.\w+)*|navigator\.clipboard\.read\w*|keyboard\.(?:on_press|` +
    String.raw`hook|record|read_event))$`,
);
const keyStoreNames =
  /^(?:keyring\.(?:get_password|get_credential|set_password)|keytar\.\w+|win32crypt\.\w+|secretstorage\.\w+)$/;

/** `app.run()` listens in a program that is made of one of these; other applications only run. */
const serverModules = /^(?:flask|quart|sanic|bottle|dash|japronto|starlette|flask_\w+)(?:\.|$)/;

/** A server that only this computer reaches. */
const localName = /["'](?:127\.0\.0\.1|localhost|::1)["']/;

/** What a call makes a script able to do. */
export function addPowers(sink: Sink, name: string, call: CodeCall, range: Range, modules: readonly string[]): void {
  if (startsProcess(name)) sink.add('power', 'subprocess', range);
  else if (evalNames.test(name) && !isConstant(call)) sink.add('power', 'eval', range);
  else if (callsNetwork(name) && !isVariable(name, modules) && !isLocal(call.arguments[0]?.text))
    sink.add('power', 'network', range);
  else if (listens(name, modules) && !call.arguments.some(({ source }) => localName.test(source)))
    sink.add('power', 'listening', range);
  else if (screenNames.test(name)) sink.add('power', 'screen or clipboard', range);
  else if (keyStoreNames.test(name)) sink.add('power', 'key store', range);
  const unchecked = call.arguments.some(
    ({ name: key, source }) =>
      (key === 'verify' && source === 'False') ||
      (source.startsWith('{') && /\brejectUnauthorized\s*:\s*false\b/.test(source)),
  );
  if (unchecked || name === 'ssl._create_unverified_context') sink.add('danger', 'tls-off', range);
}

/** A variable that is called like a library. */
function isVariable(name: string, modules: readonly string[]): boolean {
  return /^(?:got|ky)\b/.test(name) && !modules.some((module) => /^(?:got|ky)$/.test(module));
}

function listens(name: string, modules: readonly string[]): boolean {
  return listenNames.test(name) || (name === 'app.run' && modules.some((module) => serverModules.test(module)));
}

/** This computer, and a file beside the page. */
const localAddress = new RegExp(
  String.raw`^(?:https?|wss?)://(?:localhost|127\.|0\.0\.0\.0|\[::1\])|^\.{0,2}/(?!/)|^(?:file|data|blob):|` +
    String.raw`^[\w-]+(?:/[\w-]+)*\.(?:json|html?|txt|md|css|svg|csv)$`,
);

function isLocal(address: string | undefined): boolean {
  return address !== undefined && localAddress.test(address);
}

/** `Function("return this")()`, as packers write it. */
function isConstant({ arguments: given }: CodeCall): boolean {
  return given.length > 0 && given.every(({ text }) => text !== undefined && /^return (?:this|import\()/.test(text));
}

/** The command that a call starts: as a text, or as a list joined with quotes; `undefined` when it is computed. */
export function processCall(
  name: string,
  call: CodeCall,
): { readonly text: string; readonly start: number } | undefined {
  if (!startsProcess(name)) return undefined;
  const [first, second] = call.arguments;
  if (!first) return undefined;
  const start = first.range.start + 1;
  const isShell =
    /(?:system|popen|getoutput|getstatusoutput|_shell|exec|execSync)$/.test(name) ||
    call.arguments.some(({ name: key, source }) => key === 'shell' && source === 'True') ||
    call.arguments.some(({ source }) => /\bshell\s*:\s*true\b/.test(source));
  if (first.list) {
    const words = first.list.map((word) => word ?? 'X');
    return first.list[0] === undefined ? undefined : { text: words.map(quoted).join(' '), start };
  }
  if (first.text === undefined) return undefined;
  if (isShell) return { text: first.text.replace(/\{\}/g, 'X').replace(/\\(["'`])/g, '$1'), start };
  const words = second?.list?.map((word) => word ?? 'X') ?? call.arguments.slice(1).flatMap(({ text }) => text ?? []);
  return first.text.includes('{}') ? undefined : { text: [first.text, ...words].map(quoted).join(' '), start };
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replace(/'/g, '')}'`;
}
