import { type Command, type Pipeline, type SyntaxNode, type Word, forEachChild, parse } from 'unbash';
import { endOfLines } from '../../text/ends.ts';
import type { Range } from '../../skill/problem.ts';

/** A word of a command as the shell sees it before it puts in values: quotes gone, `$X` and `$(…)` as written. */
export interface ShellWord {
  readonly value: string;
  readonly range: Range;
  /** In quotes as a whole. */
  readonly quoted: boolean;
}

export interface ShellCommand {
  /** '' for a line of assignments alone. */
  readonly name: string;
  readonly words: readonly ShellWord[];
  readonly range: Range;
  /** The next commands of the same pipeline, `sudo` left out. */
  readonly pipedTo: readonly { readonly name: string; readonly words: readonly string[] }[];
  /** Where a redirection leads, and from where one reads. */
  readonly files: readonly ShellWord[];
  /** True when it reads what another command or a file gives it. */
  readonly fed: boolean;
  /** Text of a here-document. */
  readonly document: { readonly text: string; readonly start: number } | undefined;
  readonly assigned: readonly { readonly name: string; readonly value: ShellWord }[];
}

export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  readonly functions: ReadonlySet<string>;
  readonly assigned: ReadonlySet<string>;
  /** Variables that are read; `required`: the script fails without them (`${1:?}`). */
  readonly reads: readonly { readonly name: string; readonly range: Range; readonly required: boolean }[];
  /** Patterns of `case` that are options. */
  readonly options: readonly { readonly name: string; readonly range: Range }[];
}

/** UTF-16 units of one script that are parsed. */
const maxScriptLength = 131_072;
const maxNodes = 100_000;
/** Commands behind one in its pipeline that are looked at: each of a long one would hold all the others. */
const maxPiped = 5;
/** Nodes in each other that are followed; each `$(…)` is parsed when it is looked into. */
const maxDepth = 150;

/**
 * Reads a shell script, or the commands of a code block; never throws. `shift` is added to every range: where the text
 * begins in its file.
 */
export function readShell(source: string, shift: number): ShellScript {
  const text = source.slice(0, endOfLines(source, 0, maxScriptLength));
  const reader = new ShellReader(text, shift);
  reader.read();
  return reader;
}

class ShellReader implements ShellScript {
  readonly commands: ShellCommand[] = [];
  readonly functions = new Set<string>();
  readonly assigned = new Set<string>();
  readonly reads: { name: string; range: Range; required: boolean }[] = [];
  readonly options: { name: string; range: Range }[] = [];
  readonly #text: string;
  readonly #shift: number;
  #left = maxNodes;
  /** The pipeline that commands stand in, and where. */
  readonly #pipes = new Map<SyntaxNode, { readonly pipeline: Pipeline; readonly index: number }>();

  constructor(text: string, shift: number) {
    this.#text = text;
    this.#shift = shift;
  }

  read(): void {
    this.#visit(parse(this.#text), 0);
  }

  #range({ pos, end }: { readonly pos: number; readonly end: number }): Range {
    return { start: this.#shift + pos, end: this.#shift + end };
  }

  #visit(node: SyntaxNode, depth: number): void {
    this.#left -= 1;
    if (this.#left < 0 || depth > maxDepth) return;
    switch (node.type) {
      case 'Pipeline':
        for (const [index, command] of node.commands.entries()) this.#pipes.set(command, { pipeline: node, index });
        break;
      case 'Command':
        this.#addCommand(node);
        break;
      case 'Function':
        this.functions.add(node.name.value);
        break;
      case 'Assignment':
        this.assigned.add(node.name);
        break;
      case 'For':
      case 'Select':
        this.assigned.add(node.name.value);
        break;
      case 'SimpleExpansion':
        this.#addRead(node.text.replace(/^\$/, ''), node, false);
        break;
      case 'ParameterExpansion':
        this.#addRead(
          node.parameter,
          node,
          node.operation?.type === 'Default' && node.operation.operator.endsWith('?'),
        );
        break;
      case 'CaseItem':
        for (const word of node.pattern)
          if (/^--?[a-zA-Z][\w-]*=?\*?$/.test(word.value))
            this.options.push({ name: word.value.replace(/=?\*$|=$/, ''), range: this.#range(word) });
        break;
      case 'HereDocBody':
        return;
      default:
    }
    forEachChild(node, (child) => {
      this.#visit(child, depth + 1);
    });
  }

  #addRead(name: string, node: SyntaxNode, required: boolean): void {
    if (this.reads.length < 2_000) this.reads.push({ name, range: this.#range(node), required });
  }

  #word(word: Word): ShellWord {
    const first = word.parts?.[0];
    const quoted = word.parts?.length === 1 && (first?.type ?? '').endsWith('Quoted');
    return { value: word.value, range: this.#range(word), quoted };
  }

  #addCommand(node: Command): void {
    const words = node.args.flatMap((word) =>
      word.type === 'Word'
        ? [this.#word(word)]
        : [{ value: word.text.replace(/["']/g, ''), range: this.#range(word), quoted: false }],
    );
    const name = node.name?.value ?? '';
    if (/^(?:export|local|declare|readonly|typeset|read|unset)$/.test(name))
      for (const { value } of words) if (/^[A-Za-z_]\w*(?:=|$)/.test(value)) this.#declare(name, value);
    const document = node.redirects.find((redirect) => redirect.type === 'HereDoc');
    const body = document?.type === 'HereDoc' ? document.body : undefined;
    this.commands.push({
      name,
      words,
      range: this.#range(node),
      pipedTo: this.#after(node),
      files: node.redirects.flatMap((redirect) =>
        redirect.type === 'Redirect' && redirect.target && !redirect.operator.endsWith('&')
          ? [this.#word(redirect.target)]
          : [],
      ),
      fed:
        (this.#pipes.get(node)?.index ?? 0) > 0 ||
        node.redirects.some(
          ({ type, ...redirect }) => type !== 'Redirect' || ('operator' in redirect && redirect.operator === '<'),
        ),
      document: body && { text: body.text, start: this.#shift + body.pos },
      assigned: node.prefix.flatMap((each) =>
        each.type !== 'Assignment'
          ? []
          : (each.value.type === 'Word' ? [each.value] : each.value.elements).map((value) => ({
              name: each.name,
              value: this.#word(value),
            })),
      ),
    });
  }

  /** `export X` alone passes on what was there before. */
  #declare(command: string, value: string): void {
    const [name = '', rest] = value.split('=', 2);
    if (command === 'read' || command === 'local' || rest !== undefined) this.assigned.add(name);
  }

  #after(node: Command): ShellCommand['pipedTo'] {
    const place = this.#pipes.get(node);
    if (!place) return [];
    return place.pipeline.commands.slice(place.index + 1, place.index + 1 + maxPiped).flatMap((command) => {
      if (command.type !== 'Command') return [];
      const all = [command.name?.value ?? '', ...command.args.map(({ text }) => text)];
      const [name = '', ...words] = all[0] === 'sudo' ? all.slice(1).filter((word) => !word.startsWith('-')) : all;
      return [{ name, words }];
    });
  }
}
