import type { Range } from '../../skill/problem.ts';
import { addressesIn } from '../addresses.ts';
import { outsidePath } from '../outsidePaths.ts';
import type { Sink } from '../sink.ts';
import { addToldValue } from '../told.ts';
import { addVariable } from '../variables.ts';
import { nodeModules, pythonModules } from '../words.ts';
import { addOptions } from './options.ts';
import { addPowers, callsNetwork, processCall, resolvedName, startsProcess } from './powers.ts';
import type { CodeText, Program } from './program.ts';

export type CodeKind = 'python' | 'javascript';
/** Reads a command that a program runs. `start`: where it stands. */
type CommandReader = (text: string, start: number) => void;

/** Takes the facts of a program. Ranges are shifted by `start`, where the program begins in its file. */
export function addCodeFacts(
  sink: Sink,
  program: Program,
  kind: CodeKind,
  start: number,
  command: CommandReader,
): void {
  const at = ({ start: from, end }: Range): Range => ({ start: start + from, end: start + end });
  const names = new Map(program.imports.flatMap(({ aliases }) => aliases));
  const isNetwork =
    program.imports.some(({ module }) => networkModule(module)) ||
    program.calls.some((call) => callsNetwork(resolvedName(call.name, names)));
  const client = program.imports.find(({ module }) => networkModule(module) || clients.test(module));
  if (client) sink.add('told', 'network client', at(client.range));
  for (const { module, names: taken, range, guarded } of program.imports) {
    addImport(sink, module, kind, guarded, at(range));
    for (const name of taken) sink.add('uses', name, at(range));
  }
  const modules = program.imports.map(({ module }) => module);
  const use = { isNetwork, expandsHome: expandsHome(program, names), keys: program.keys };
  for (const text of program.texts) addTextFacts(sink, text, use, at(text.range));
  for (const { name, range } of program.reads)
    if (!program.sets.has(name)) addVariable(sink, name, at(range), 'script');
  for (const call of program.calls) {
    const name = resolvedName(call.name, names);
    addPowers(sink, name, call, at(call.range), modules);
    if (callsNetwork(name) && reachesOut(call.arguments[0]?.text)) sink.add('network', 'network', at(call.range));
    const run = processCall(name, call);
    if (run !== undefined) command(run.text, start + run.start);
    addQuestion(sink, name, kind, at(call.range), program.functions);
  }
  addOptions(sink, program, names, start);
  for (const { name, range } of program.exports) sink.add('export', name, at(range));
}

/** An address that is not computed tells whether it leads elsewhere. */
function reachesOut(address: string | undefined): boolean {
  return address === undefined || !/^(?:https?|wss?):\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\])|^[./]/.test(address);
}

const network = new RegExp(
  String.raw`^(?:requests|httpx|aiohttp|urllib3?(?:\.request)?|http\.client|websockets?|paramiko|ftplib|` +
    String.raw`smtplib|imaplib|socketio|grpc|axios|node-fetch|got|undici|superagent|ky|ws|(?:node:)?https?2?|` +
    String.raw`openai|anthropic|@anthropic-ai/sdk|boto3|tweepy|slack_sdk|google\.\w+|playwright(?:\.\w+)?|` +
    String.raw`selenium\S*|puppeteer)$`,
);

/** Libraries of one service: they use the network without a call that says so. */
const clients = /^(?:googleapiclient(?:\.\w+)*|gspread|notion_client|@notionhq\/client|@octokit\/\S+|github|stripe)$/;

function networkModule(module: string): boolean {
  return network.test(module) && module !== 'urllib.parse' && module !== 'urllib';
}

function addImport(sink: Sink, module: string, kind: CodeKind, guarded: boolean, range: Range): void {
  if (module.startsWith('.') || module.startsWith('/') || module.startsWith('#') || module.startsWith('~')) {
    sink.add('module', module, range, kind);
    return;
  }
  if (guarded || /[{}$\s]/.test(module)) return;
  if (kind === 'python') {
    const [first = ''] = module.split('.');
    if (!pythonModules.has(first)) sink.add('import', first, range, kind);
    return;
  }
  const bare = module.replace(/^(?:npm|jsr):/, '');
  const parts = bare.replace(/(?<=.)@[\d^~][^/]*/, '').split('/');
  const name = bare.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  if (
    name.startsWith('node:') ||
    name.startsWith('bun:') ||
    name === 'bun' ||
    nodeModules.has(name) ||
    /^https?:/.test(bare)
  )
    return;
  if (name.startsWith('@/')) sink.add('module', module, range, kind);
  else sink.add('import', name, range, kind);
}

/** Where an address is shown, or names who asks, and nothing is sent to it. */
const shownKeys = new RegExp(
  String.raw`^(?:user[-_]?agent|referer|referrer|origin|href|homepage|home_page|docs?|docs_?url|` +
    String.raw`documentation\w*|help|description|epilog|title|label|text|message|error|hint|\$schema|xmlns\S*|` +
    String.raw`xsi\S*|license|author|repository|bugs|source|source_url|citation|link|example|examples|comment|` +
    String.raw`note|http-referer|x-title)$`,
  'i',
);
const shownCalls = new RegExp(
  String.raw`(?:^|\.)(?:print|println|puts|log|info|warn|warning|error|debug|exception|exit|echo|write|` +
    String.raw`writelines|append|push|add_argument|ArgumentParser|option|argument|description|help|epilog|` +
    String.raw`Error|\w+Error|\w+Exception|fail|die|assert\w*|expect|startswith|startsWith|endswith|endsWith|` +
    String.raw`includes|match|search|findall|sub|replace|compile|test|RegExp|QName|Element|SubElement|find|` +
    String.raw`iter|register_namespace|createElementNS|setAttribute\w*|getElementsByTagNameNS|add_run|` +
    String.raw`add_paragraph|set|style|markdown|dedent|secho|rule|panel)$`,
  'i',
);
const shownTargets = new RegExp(
  String.raw`user_?agent|referer|headers?$|^ns$|_ns$|namespace|^nsmap|schema|^docs?_|_docs?(?:_|$)|help|` +
    String.raw`usage|message|html|template|prompt|footer|banner|example|sample|test|mock|fixture|pattern|` +
    String.raw`regex|_re$|link|source|reference|scopes?$|allow|deny|block|trusted|known|ignore|exclude`,
  'i',
);

/** What a program does with the texts it holds. */
interface TextUse {
  readonly isNetwork: boolean;
  /** True where `~` may become the folder it stands for. */
  readonly expandsHome: boolean;
  readonly keys: Program['keys'];
}

/** `~` is a letter like others until something expands it: a function, or a program that is started. */
function expandsHome({ calls }: Program, names: ReadonlyMap<string, string>): boolean {
  return calls.some(
    (call) =>
      /expand|homedir|untildify|\.home$|^home$|resolve_?path/i.test(call.name) ||
      startsProcess(resolvedName(call.name, names)),
  );
}

/** A value that is written into a configuration, and that nothing takes out of it: nobody goes to that path here. */
function isOnlyWritten({ configured, key }: CodeText, keys: Program['keys']): boolean {
  return configured && key !== '' && !keys.has(key);
}

function addTextFacts(
  sink: Sink,
  text: CodeText,
  { isNetwork, expandsHome: expands, keys }: TextUse,
  range: Range,
): void {
  const { value, call, key, target, compared } = text;
  addToldValue(sink, value, range.start);
  if (isNetwork && !compared && /^(?:https?|wss?|s?ftps?):\/\//.test(value) && !/\s/.test(value)) {
    const isShown =
      (/^https?:\/\/docs?\./.test(value) && !callsNetwork(call)) ||
      shownKeys.test(key) ||
      shownTargets.test(target) ||
      (shownCalls.test(call) && !callsNetwork(call));
    if (!isShown) for (const { host, scheme } of addressesIn(value).slice(0, 1)) sink.add('host', host, range, scheme);
  }
  if (isPathText(text)) {
    const found = outsidePath(value, 'script');
    const isOnlyText = found?.secret !== true && (isOnlyWritten(text, keys) || (value.startsWith('~') && !expands));
    if (found && !isOnlyText) sink.add('path', found.path, range, found.secret ? 'secret' : '');
  }
  if (value.length < 80) addFileName(sink, value, range);
}

/** Rules of a checker name paths without touching them. */
const checkerTargets = new RegExp(
  String.raw`pattern|regex|_re$|rules?$|deny|denied|block|forbid|protect|sensitive|danger|suspicio|bad|` +
    String.raw`banned|restrict|ignore|exclude|skip|payload|` +
    String.raw`(?:file|mime)_?types?|extensions?|allow|critical|unsafe|risky|secret_?(?:files|paths)|keywords?|` +
    String.raw`signatures?|indicators?|markers?|system_?(?:dirs|paths)|example|help|usage|message|prompt|` +
    String.raw`description|template|doc`,
  'i',
);

/** Calls that look at a text, show it, or take it as the path of an address. */
const readingCalls = new RegExp(
  String.raw`(?:^|\.)(?:compile|match|search|findall|sub|RegExp|test|includes|starts_?with|ends_?with|print|println|log|` +
    String.raw`warn|warning|error|info|debug|add_argument|option|describe|replace|split|replaceAll|get|post|put|` +
    String.raw`delete|patch|route|use|fetch|request|api|secho|echo|exists|existsSync|isfile|isdir|\w*Error|\w+Exception|exit|fail|die)$`,
  'i',
);

function isPathText({ value, raw, call, key, target, compared }: CodeText): boolean {
  if (!/^(?:~|\/|\$HOME|\$\{HOME|%|\.env|\.netrc|[A-Za-z]:[\\/])/.test(value) || /\s/.test(value)) return false;
  if (/(?:^|\.)(?:load_dotenv|dotenv_values|dotenv\.config|config)$/.test(call)) return false;
  if (compared || (raw && !/^[A-Za-z]:/.test(value)) || checkerTargets.test(target) || checkerTargets.test(key))
    return false;
  return /(?:^|\.)(?:environ\.get|getenv)$/.test(call) || !readingCalls.test(call);
}

/** What may name another file of the skill. */
function addFileName(sink: Sink, value: string, range: Range): void {
  if (/^[\w.-]+(?:\/[\w.-]+)*\.\w{1,8}$/.test(value)) sink.add('module', value, range, 'text');
}

const pythonQuestion = new RegExp(
  String.raw`^(?:input|raw_input|getpass(?:\.getpass)?|(?:click|typer)\.(?:prompt|confirm)|(?:Prompt|Confirm)\.ask|` +
    String.raw`rich\.prompt\.\w+\.ask|questionary\.\w+|inquirer\.prompt)$`,
);
const scriptQuestion = new RegExp(
  String.raw`^(?:prompt|confirm|inquirer\.prompt|enquirer\.prompt|prompts|rl\.question|readline\.question|` +
    String.raw`readlineSync\.\w+|@inquirer/prompts\.\w+)$`,
);

function addQuestion(sink: Sink, name: string, kind: CodeKind, range: Range, own: ReadonlySet<string>): void {
  if (own.has(name)) return;
  const asks = (kind === 'python' ? pythonQuestion : scriptQuestion).test(name);
  if (asks) sink.add('interactive', name, range);
}
