import { addressesIn } from '../addresses.ts';
import { outsidePath } from '../outsidePaths.ts';
import type { Sink } from '../sink.ts';
import { addTold, addToldProgram, handsOn, startedBy } from '../told.ts';
import { addVariable } from '../variables.ts';
import { commonPrograms, shellWords, usualPrograms } from '../words.ts';
import { dangersOf, usesNetwork } from './dangers.ts';
import { packagesOfCommand } from './packages.ts';
import { type ShellCommand, type ShellScript, type ShellWord, readShell } from './shellScript.ts';

/** Where commands stand: in a file that runs, in a code block or span of Markdown. */
type ShellZone = 'script' | 'command' | 'preload';

/** Programs inside of a shell script in another language: who reads them. */
export type NestedReader = (language: 'python' | 'javascript', text: string, start: number) => void;

/** Commands in front of another one, with the options of theirs that have a value. */
const wrappers: Readonly<Record<string, RegExp>> = {
  sudo: /^-[ugCpRrtT]$/,
  doas: /^-[uC]$/,
  env: /^-[uSC]$/,
  nohup: /^$/,
  time: /^-[fo]$/,
  nice: /^-n$/,
  timeout: /^-[ks]$/,
  gtimeout: /^-[ks]$/,
  exec: /^-a$/,
  command: /^$/,
  builtin: /^$/,
  xargs: /^-[IinPLdEs]$/,
  watch: /^-[nd]$/,
  caffeinate: /^-[tw]$/,
  stdbuf: /^-[ioe]$/,
};
/** What scripts call their functions that say something. */
const usualFunction =
  /^(?:err|errors?|warn|warning|info|log|die|fail|abort|fatal|debug|trace|note|notice|ok|success|step|msg|say|usage|heading)$/;
/** A name in a text that stands for a command of the reader's choice. */
const standIn = new RegExp(
  String.raw`^(?:(?:your|some|my|any)-[\w-]+|(?:[a-z]+_)?(?:cmd|command)\d*|fail|die|abort|fatal|err|warn|tool|program|foo|bar|baz|` +
    String.raw`producer|consumer|something|handle|` +
    String.raw`do[-_](?:something|thing|stuff|work))$`,
);
/** A function of the reader's own: `update_spec`. */
const functionName = new RegExp(
  String.raw`^(?:get|set|update|post|create|delete|check|run|make|build|send|fetch|parse|load|save|write|read|print|` +
    String.raw`show|handle|process|validate|is|has|add|remove|init|setup|cleanup|find|compute|extract|generate|` +
    String.raw`execute|call|perform|merge|close|mark|notify|ensure|deploy)_\w+$`,
);
/** Words that begin a remark or what is printed in a block of commands. */
const remark = new RegExp(
  String.raw`^(?:see|note|or|and|then|this|the|use|add|edit|copy|create|replace|repeat|returns?|expected|outputs?|` +
    String.raw`results?|where|with|from|to|optional|default|example|usage|warning|input|verify|ensure|show|get|list|no|none|nothing)$`,
);
const fileName = new RegExp(
  String.raw`\.(?:py|sh|js|ts|mjs|rb|pl|bash|exe|bat|md|txt|json|ya?ml|pdf|docx|pptx|xlsx|csv|tsv|html|css|png|jpe?g|svg|` +
    String.raw`log|lock|toml|ini|conf|cfg|sql|xml|zip|tex|ipynb|rs|go|java|tsx|jsx|vue)$`,
);
/** Scripts in scripts are followed this deep: `bash -c "sh -c …"`. */
const maxDepth = 3;

/** Takes the facts of a shell text. `start`: where it begins in its file. */
export function addShellFacts(sink: Sink, text: string, start: number, zone: ShellZone, nested: NestedReader): void {
  new ShellTaker(sink, zone, nested).take(zone === 'script' ? text : withoutPlaceholders(text), start, 0);
}

/**
 * `{a|b}`, `a|b`, `<file>`, `<file> | a | b` and `[--option]` in a command that a person reads are no pipes and redirections.
 * Same length.
 */
function withoutPlaceholders(text: string): string {
  return text.replace(
    new RegExp(
      String.raw`(?<!\$)\{[^\s{}'"$;][^{}\n'"$;]{0,200}\}|<[A-Za-z][^<>\n'"$]{0,80}>|\[-[^\]\n'"$]{0,200}\]|` +
        String.raw`(?<![\w\]])\[[a-z][\w |.-]{0,80}\](?=\s|$)|(?<=[ =])[a-z][\w-]{0,40}(?:\|[a-z][\w-]{0,40}){1,20}(?=\s|$)|` +
        String.raw`(?<=[>\]])(?: \| [a-z][\w-]{0,40}){2,20}(?=[ \t]*(?:#.*)?$)`,
      'gm',
    ),
    (found) => (found.split(' | ').some((word) => usualPrograms.has(word)) ? found : 'X'.repeat(found.length)),
  );
}

/** Programs that the lines of a script begin with: what a script that is not read to its end has all the same. */
export function addScriptLines(sink: Sink, text: string): void {
  for (const { 0: line, index } of text.matchAll(/^[^#\n].*$/gm)) addToldProgram(sink, line, index);
}

class ShellTaker {
  readonly #sink: Sink;
  readonly #zone: ShellZone;
  readonly #nested: NestedReader;

  constructor(sink: Sink, zone: ShellZone, nested: NestedReader) {
    this.#sink = sink;
    this.#zone = zone;
    this.#nested = nested;
  }

  take(text: string, start: number, depth: number): void {
    const script = readShell(text, start);
    for (const name of script.functions) this.#sink.add('function', name, { start, end: start });
    const values = assignedValues(script);
    for (const command of script.commands) {
      const at = command.range.start - start;
      // `\\d table` is for the client of a database.
      if (text[at] === '\\' && !/^[a-z]{3}/.test(command.name)) continue;
      if (isLookup(command)) {
        for (const { value, range } of command.words.slice(1)) this.#sink.add('told', value, range);
        if (!isCaptured(text, at)) continue;
      }
      this.#take(unwrapped(withValues(command, values)), command, script, depth);
    }
    if (script.commands.some((command) => usesNetwork(command) || /^(?:uvx?|pipx?|npx)$/.test(command.name)))
      this.#takeAssigned(script);
    this.#takeVariables(script);
    this.#takeComposed(script);
    if (this.#zone !== 'script') return;
    for (const { name, range } of script.options) this.#sink.add('option', name, range);
    for (const { name, range, required } of script.reads)
      if (required && /^[1-9]$/.test(name)) this.#sink.add('positional', name, range);
  }

  #take(command: ShellCommand, whole: ShellCommand, script: ShellScript, depth: number): void {
    const { name, words, range } = command;
    for (const { subject, mild } of [...dangersOf(command), ...(command.name === whole.name ? [] : dangersOf(whole))])
      this.#sink.add('danger', mild ? `${subject} of what is made anew` : subject, whole.range, mild ? 'mild' : '');
    // A setting: `path = ~/beds`.
    if (this.#zone === 'command' && words[0]?.value === '=') return;
    this.#takeFiles(command);
    // `for x in gh glab`, `have gh`: a program that is asked for.
    if (this.#zone === 'script')
      for (const { value, range: at } of words) if (commonPrograms.has(value)) this.#sink.add('told', value, at);
    if (name === '') return;
    this.#takeProgram(command, script);
    const started = startedBy([name, ...words.map(({ value }) => value)]);
    if (started !== undefined) this.#sink.add('told', started, range);
    const [, handed] = words
      .map(({ value }) => value)
      .join(' ')
      .split(handsOn);
    if (handed !== undefined) addTold(this.#sink, handed, range.start);
    for (const { subject, version, range: at } of packagesOfCommand([{ value: name, range, quoted: false }, ...words]))
      this.#sink.add('package', subject, at, version);
    if (usesNetwork(command)) this.#sink.add('network', 'network', range);
    this.#takeHosts(command);
    this.#takeQuestion(command);
    this.#follow(command, depth);
  }

  #takeProgram({ name, words, range }: ShellCommand, { functions, assigned, commands }: ShellScript): void {
    const own = name.replace(/^.*\//, '');
    const isPath = name.includes('/');
    if (isPath && !/^\/(?:usr|opt|bin|sbin)\//.test(name)) {
      if (!fileName.test(own)) this.#sink.add('told', own, range);
      return;
    }
    // `out+err>` is a redirection of another shell, `g++` a program.
    if (!/^[a-z][\w.-]*(?:\+\+[\w.+-]*)?$/.test(own) || fileName.test(own) || /^v\d+\./.test(own)) return;
    if (shellWords.has(own) || usualPrograms.has(own) || functions.has(own) || assigned.has(own)) return;
    // What is sourced has functions: no program is called like these.
    const sources = commands.some((each) => /^(?:source|\.)$/.test(each.name));
    if (sources && (/^[a-z0-9]+_\w+$/i.test(own) || usualFunction.test(own))) return;
    if (this.#zone === 'command' && isNoCommand(own, words)) return;
    if (
      this.#zone === 'command' &&
      (standIn.test(own) || functionName.test(own) || own.startsWith('mcp__') || /^[a-z0-9]+_[a-z0-9]+_\w+$/.test(own))
    )
      return;
    if (/^(?:python|pip)3?\.\d+$/.test(own) && own.startsWith('python')) return;
    const known = /^pip3?(?:\.\d+)?$/.test(own) ? 'pip' : own;
    const at = { start: range.start, end: range.start + name.length };
    // A second line, or an option, shows that a word is a program.
    const isShown = this.#sink.knows('command', known) || words.some(({ value }) => /^--?[a-zA-Z]/.test(value));
    if (isShown && !commonPrograms.has(known)) this.#sink.add('program', known, at);
    this.#sink.add('command', known, at);
  }

  #takeHosts({ name, words, range }: ShellCommand): void {
    const isNetwork = usesNetwork({ name, words });
    const installs = packagesOfCommand([{ value: name, range, quoted: false }, ...words]).length > 0;
    for (const [index, { value, range: at }] of words.entries()) {
      const option = words[index - 1]?.value ?? '';
      const named = /^--?[\w-]*(?:url|uri|endpoint|registry|server|host|proxy|remote|base|api)[\w-]*(?:=|$)/i;
      const isHeader = /^(?:-H|--header|-A|--user-agent|-e|--referer|-d|--data\S*|-m|--message|--body|--title)$/.test(
        option,
      );
      if (isHeader || /^(?:User-Agent|Referer|Origin):/i.test(value)) continue;
      // Who vouches for somebody, or where somebody comes back to, is only compared.
      if (
        /^--?[\w-]*(?:issuer|audience|redirect|callback)/i.test(option) ||
        /^--?[\w-]*(?:issuer|audience|redirect|callback)[\w-]*=/i.test(value)
      )
        continue;
      const isAsked = isNetwork || installs || /^git\+\w+:/.test(value) || named.test(option) || named.test(value);
      if (!isAsked) continue;
      for (const { host, scheme } of addressesIn(value)) this.#sink.add('host', host, at, scheme);
      const remote = /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):/.exec(value)?.[1];
      if (remote !== undefined && /^(?:scp|rsync|sftp)$/.test(name))
        for (const { host } of addressesIn(`https://${remote}`)) this.#sink.add('host', host, at, 'ssh');
    }
  }

  /** `API=https://…` in a script that uses the network. */
  #takeAssigned({ commands, assigned: known }: ShellScript): void {
    // The home page in the data of a package of Arch Linux.
    const isPackage = known.has('pkgname') || known.has('pkgver');
    const names = /user_?agent|referer|home_?page|docs?_|_docs?\b|help|schema|namespace|xmlns/i;
    for (const { assigned, words, name } of commands) {
      const values: { name: string; value: ShellWord }[] = [...assigned];
      if (/^(?:export|local|declare|readonly)$/.test(name))
        for (const word of words) {
          const [left = '', right] = word.value.split(/=(.*)/s, 2);
          if (right !== undefined) values.push({ name: left, value: { ...word, value: right } });
        }
      for (const { name: variable, value } of values) {
        const inner = value.value.replace(/^\$\{[A-Za-z_]\w*:?[-=]/, '');
        if (
          names.test(variable) ||
          (isPackage && variable === 'url') ||
          !/^["']?(?:git\+)?(?:https?|wss?):/.test(inner)
        )
          continue;
        for (const { host, scheme } of addressesIn(inner).slice(0, 1))
          this.#sink.add('host', host, value.range, scheme);
      }
    }
  }

  #takeFiles({ name, words, files, assigned }: ShellCommand): void {
    if (/^(?:echo|printf|log\w*|info|warn\w*|error|die|usage|case|deny)$/.test(name)) {
      for (const file of files) this.#takePath(file);
      return;
    }
    if (/^(?:e?grep|fgrep|rg|g?sed|g?awk)$/.test(name)) {
      for (const file of [...searchedFiles(words), ...files]) this.#takePath(file);
      return;
    }
    for (const word of [...words, ...files, ...assigned.map(({ value }) => value)]) this.#takePath(word);
  }

  #takePath({ value, range }: ShellWord): void {
    const own = /^(?:\$\{?\w+\}?\/|\.\/)?([\w.-]+(?:\/[\w.-]+)*\.\w{1,8})$/.exec(value)?.[1];
    if (own !== undefined && this.#zone === 'script') this.#sink.add('module', own, range, 'text');
    const written = /^--?[\w-]+=(.+)$|^@(.+)$/.exec(value);
    const named = written?.[1] ?? written?.[2] ?? value;
    // What is behind a placeholder is not known.
    const unknown = this.#zone === 'script' ? -1 : named.indexOf('XXX');
    const path = unknown === -1 ? named : named.slice(0, Math.max(0, named.lastIndexOf('/', unknown)));
    for (const each of path.split(/:(?=[~/$])(?!\/\/)/)) {
      const any = outsidePath(each, 'shell');
      if (any && this.#zone !== 'script') this.#sink.add('told', `ran:${any.path}`, range);
      const found = this.#zone === 'script' ? any : outsidePath(each, 'command');
      if (found) this.#sink.add('path', found.path, range, found.secret ? 'secret' : '');
    }
  }

  #takeVariables({ reads, assigned, commands }: ShellScript): void {
    const own = new Map<string, boolean>();
    for (const { assigned: pairs } of commands)
      for (const { name, value } of pairs) own.set(name, (own.get(name) ?? true) && value.value.includes(`{${name}:`));
    for (const { name, range } of reads) {
      if ((assigned.has(name) || this.#sink.assigned.has(name)) && own.get(name) !== true) continue;
      addVariable(this.#sink, name, range, this.#zone === 'script' ? 'script' : 'command');
    }
    // What one block of a text sets, the next ones read.
    if (this.#zone === 'command')
      for (const name of assigned) if (own.get(name) !== true) this.#sink.assigned.add(name);
  }

  /** Paths in a folder that a variable was set to: facts of kind `told`, for which value it has is not known. */
  #takeComposed({ commands }: ShellScript): void {
    const values = new Map<string, string[]>();
    for (const { name, value } of commands.flatMap(({ assigned }) => assigned))
      values.set(name, [...(values.get(name) ?? []).slice(0, 3), value.value]);
    for (const { words, files, assigned } of commands)
      for (const { value, range } of [...words, ...files, ...assigned.map((each) => each.value)]) {
        const [, name = '', rest = ''] = /^\$\{?([A-Za-z_]\w*)\}?(\/[^$]+)$/.exec(value) ?? [];
        for (const folder of values.get(name) ?? []) {
          const found = outsidePath(`${folder}${rest}`, 'shell');
          if (found) this.#sink.add('told', `ran:${found.path}`, range);
        }
      }
  }

  #takeQuestion({ name, words, range, fed, files }: ShellCommand): void {
    if (this.#zone !== 'script') return;
    const asks =
      name === 'read' &&
      (words.some(({ value }) => /^-\w*p/.test(value)) ||
        (!fed && files.length === 0 && words.some(({ value }) => /^-\w*[sn]/.test(value))));
    if (asks || name === 'select' || (name === 'whiptail' && !fed)) this.#sink.add('interactive', 'read', range);
  }

  /** What a command runs that is given to it as a text. */
  #follow({ name, words, document }: ShellCommand, depth: number): void {
    if (depth >= maxDepth) return;
    const at = words.findIndex(({ value }) => /^(?:-[a-z]*c|-e|--eval|-p)$/.test(value));
    const given = at === -1 ? undefined : words[at + 1];
    const text = given?.value ?? '';
    // Positions are those of the word; quotes make them one off.
    const start = (given?.range.start ?? 0) + (given?.quoted === true ? 1 : 0);
    if (/^(?:ba|z|da|k)?sh$/.test(name)) {
      if (given && (words[at]?.value ?? '').endsWith('c')) this.take(text, start, depth + 1);
      else if (document) this.take(document.text, document.start, depth + 1);
    } else if (name === 'eval' && words[0])
      this.take(words.map(({ value }) => value).join(' '), words[0].range.start, depth + 1);
    else if (/^python[\d.]*$/.test(name)) {
      if (given && words[at]?.value === '-c') this.#nested('python', text, start);
      else if (document) this.#nested('python', document.text, document.start);
    } else if (/^(?:node|bun|deno)$/.test(name)) {
      if (given) this.#nested('javascript', text, start);
      else if (document) this.#nested('javascript', document.text, document.start);
    }
  }
}

/** A line in a text that only looks like a command: `beds = 3`, `see the list`, `a → b`. */
function isNoCommand(name: string, [first]: readonly ShellWord[]): boolean {
  return remark.test(name) || isOfRebase(name, first) || /^(?:[:=]?=|[→—–:])$/.test(first?.value ?? '');
}

/** A line of the list that `git rebase` lets somebody edit. */
function isOfRebase(name: string, first: ShellWord | undefined): boolean {
  return (
    /^(?:pick|reword|edit|squash|fixup|drop)$/.test(name) && /^[a-z]{0,3}\d[\da-z]{2,40}$/.test(first?.value ?? '')
  );
}

/** `command -v x` asks whether a program is there, and does not run it. */
function isLookup({ name, words }: ShellCommand): boolean {
  return name === 'command' && /^-[vV]$/.test(words[0]?.value ?? '');
}

/** In `X=$(…)` the answer is used. */
function isCaptured(text: string, at: number): boolean {
  return /\$\([^()\n]*$/.test(text.slice(Math.max(0, at - 200), at));
}

/** What variables are set to, those that have one value. */
function assignedValues({ commands }: ShellScript): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const known = new Set<string>();
  for (const { name, value } of commands.flatMap(({ assigned }) => assigned)) {
    if (known.has(name)) values.delete(name);
    else values.set(name, value.value);
    known.add(name);
  }
  return values;
}

/** A folder of this run, computed or not. */
const temporary = /^["']?(?:\/tmp\/\S|\$\(mktemp\b|\$\{?TMPDIR\b)/;

/** `rm -rf "$X"` with what `X` was set to. */
function withValues(command: ShellCommand, values: ReadonlyMap<string, string>): ShellCommand {
  if (command.name !== 'rm') return command;
  const words = command.words.map((word) => {
    const name = /^["']?\$\{?([A-Za-z_]\w*)\}?/.exec(word.value)?.[1];
    const value = name === undefined ? undefined : values.get(name);
    const known = value !== undefined && temporary.test(value) ? '/tmp/x' : value;
    return known === undefined || known.includes('$')
      ? word
      : { ...word, value: word.value.replace(/\$\{?\w+\}?/, () => known) };
  });
  return { ...command, words };
}

/** What stands behind the pattern of `grep` or the program of `sed`. */
function searchedFiles(words: readonly ShellWord[]): readonly ShellWord[] {
  const given = words.findIndex(({ value }) => /^-[a-zA-Z]*[ef]$|^--(?:regexp|expression|file)$/.test(value));
  const operands = words.filter(({ value }, at) => !/^-|^\d+$/.test(value) && (given === -1 || at !== given + 1));
  return given === -1 ? operands.slice(1) : operands;
}

/** The command that `sudo`, `xargs` and the like run. */
function unwrapped(command: ShellCommand): ShellCommand {
  let { name } = command;
  let words = command.words;
  for (let step = 0; step < 4 && Object.hasOwn(wrappers, name); step += 1) {
    const withValue = wrappers[name];
    let index = 0;
    while (index < words.length) {
      const { value } = words[index] ?? { value: '' };
      const isOption =
        value.startsWith('-') || /^[A-Za-z_]\w*=/.test(value) || (name.endsWith('timeout') && /^\d/.test(value));
      if (!isOption) break;
      index += withValue?.test(value) === true ? 2 : 1;
    }
    const inner = words[index];
    if (!inner || /[$`({]/.test(inner.value)) break;
    name = inner.value;
    words = words.slice(index + 1);
  }
  return name === command.name ? command : { ...command, name, words };
}
