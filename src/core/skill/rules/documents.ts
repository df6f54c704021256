import { Budget } from '../budget.ts';
import { scanMaxLength } from '../limits.ts';
import { type Markdown, maxParsed, parseMarkdown } from '../markdown.ts';
import { type Mention, findMentions } from '../mentions.ts';
import { KnownDocuments } from './knownDocuments.ts';
import type { Range } from '../problem.ts';
import { type FileIndex, indexFiles } from '../references.ts';
import { skillFileName, type Skill, type SkillFile } from '../skill.ts';
import { anyOf, sequence } from '../../text/patterns.ts';

/** A Markdown file of a skill. */
export interface SkillDocument {
  readonly path: string;
  readonly text: string;
  /** Where its Markdown begins. */
  readonly start: number;
  readonly markdown: Markdown;
  readonly mentions: readonly Mention[];
}

/** Reference files that are parsed; a skill with more keeps the rest unchecked. */
const maxDocuments = 50;
/**
 * Characters of reference files that are parsed together, for the same reason: the largest of 129 public skills has
 * 782,000.
 */
const maxParsedTogether = 1024 * 1024;
/** At each key in SKILL.md the references are the same texts: they are not read again. */
const known = new KnownDocuments<SkillDocument>();

/** A front matter that says the skill makes or reviews skills: what its text names is mostly not its own. */
const aboutSkills = sequence(
  'i',
  /\b(?:creat|writ|author|build|develop|design|improv|review|audit|evaluat|scaffold|generat|packag|edit|turn|convert)/,
  /\w{0,10}\b[^.\n]{0,60}\b(?:skills?|plugins?|SKILL\.md)\b/,
);

/** A front matter that says the skill is about Claude Code itself: its syntax and its tools are what it explains. */
const aboutClaudeCode = anyOf(
  'i',
  /\bname:[^\n]*\b(?:hooks?|plugins?|commands?|subagents?|agent-sdk|claude-code)\b/,
  /\b(?:hooks?|plugins?|slash commands?|subagents?|agent sdk)\b[^\n]{0,80}\bclaude\b/,
  /\bclaude(?: code)?\b[^\n]{0,80}\b(?:hooks?|plugins?|(?:slash |custom )commands?|subagents?|agent sdk)\b/,
);

/** The Markdown and the scripts of a skill, parsed when first asked for. */
export class SkillDocuments {
  readonly files: FileIndex;
  readonly listed: boolean;
  readonly #skill: Skill;
  readonly #bodyStart: number;
  readonly #budget: Budget;
  #body: SkillDocument | undefined;
  #references: readonly SkillDocument[] | undefined;
  #signature: string | undefined;
  #byPath: ReadonlyMap<string, SkillDocument> | undefined;
  #isAboutSkills: boolean | undefined;
  #isAboutClaudeCode: boolean | undefined;

  /** `budget`: where each pass over a text is counted, of reading and of whoever asks for the texts. */
  constructor(skill: Skill, bodyStart: number, budget = new Budget()) {
    this.#skill = skill;
    this.#budget = budget;
    this.#bodyStart = bodyStart;
    this.listed = skill.files !== undefined;
    const own = skill.fileName ?? skillFileName;
    this.files = indexFiles(
      [...(skill.files ?? []).filter(({ path }) => path !== own), { path: own, size: 0, kind: 'file' }],
      budget,
    );
  }

  /** The skill makes or reviews skills. */
  get isAboutSkills(): boolean {
    return (this.#isAboutSkills ??= aboutSkills.test(this.#head));
  }

  /** The skill explains Claude Code. */
  get isAboutClaudeCode(): boolean {
    return (this.#isAboutClaudeCode ??= aboutClaudeCode.test(this.#head));
  }

  get #head(): string {
    return this.#skill.text.slice(0, Math.min(this.#bodyStart, 3000));
  }

  /** SKILL.md itself, cut to what is scanned: nothing of its body where the front matter alone is longer. */
  get body(): SkillDocument {
    const path = this.#skill.fileName ?? skillFileName;
    const start = Math.min(this.#bodyStart, scanMaxLength);
    const text = this.#skill.text.slice(0, start < this.#bodyStart ? start : start + scanMaxLength);
    this.#body ??= this.#document(path, text, start, parseMarkdown(text, start, this.#budget));
    this.#passOver([this.#body]);
    return this.#body;
  }

  /** The other Markdown files whose content is known. */
  get references(): readonly SkillDocument[] {
    let together = 0;
    this.#references ??= this.#otherTexts()
      .filter(({ path }) => /\.(?:md|markdown)$/i.test(path))
      .slice(0, maxDocuments)
      .filter(({ text }) => (together += Math.min(text.length, maxParsed)) <= maxParsedTogether)
      .map((file) => this.#reference(file));
    return this.#passOver(this.#references);
  }

  get all(): readonly SkillDocument[] {
    return [this.body, ...this.references];
  }

  /** The Markdown file at a path, without going over its text. */
  at(path: string | undefined): SkillDocument | undefined {
    this.#byPath ??= new Map(this.all.map((document) => [document.path, document]));
    return path === undefined ? undefined : this.#byPath.get(path);
  }

  /** Files that are programs: by extension or by their first line. */
  get scripts(): readonly (SkillFile & { readonly text: string })[] {
    const scripts = this.#otherTexts().filter(
      ({ path, text }) => /\.(?:py|sh|bash|zsh|js|mjs|cjs|ts|rb|pl|ps1)$/i.test(path) || text.startsWith('#!'),
    );
    return this.#passOver(scripts);
  }

  /** Every file with known content but SKILL.md, cut to what is scanned. */
  get texts(): readonly (SkillFile & { readonly text: string })[] {
    return this.#passOver(this.#otherTexts());
  }

  /** Whoever asks for texts goes over them once. */
  #passOver<Texts extends readonly { readonly text: string }[]>(texts: Texts): Texts {
    for (const { text } of texts) this.#budget.spend(text.length);
    return texts;
  }

  #otherTexts(): (SkillFile & { readonly text: string })[] {
    return (this.#skill.files ?? []).flatMap((file) => {
      if (
        file.text === undefined ||
        file.path === this.#skill.fileName ||
        /(?:^|\/)(?:node_modules|\.git|\.venv)\//.test(file.path)
      )
        return [];
      return file.text.length <= scanMaxLength ? [file as SkillFile & { readonly text: string }] : [];
    });
  }

  /** A reference that did not change, in a folder with the same paths, is the same document. */
  #reference({ path, text }: { readonly path: string; readonly text: string }): SkillDocument {
    this.#signature ??= [this.#skill.folderName ?? '', String(this.isAboutSkills), ...this.files.paths].join('\n');
    const found = known.get(text);
    const before = this.#budget.spent;
    if (found?.document.path === path && found.signature === this.#signature) {
      // It costs what it cost when it was read, so that the same skill always costs the same.
      this.#budget.spend(found.work);
      return found.document;
    }
    if (found) this.#budget.spend(found.parsing);
    const markdown = found?.document.markdown ?? parseMarkdown(text, 0, this.#budget);
    const parsing = this.#budget.spent - before;
    const document = this.#document(path, text, 0, markdown);
    known.keep({ document, signature: this.#signature, parsing, work: this.#budget.spent - before });
    return document;
  }

  #document(path: string, text: string, start: number, markdown: Markdown): SkillDocument {
    const mentions = findMentions(text, markdown, {
      file: path,
      files: this.files,
      folderName: this.#skill.folderName,
      isAboutSkills: () => this.isAboutSkills,
    });
    return { path, text, start, markdown, mentions };
  }
}

/** True when the text holds one of the words: much faster than to look for a pattern in thousands of ranges. */
export function holdsOne(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word));
}

/** Matches of `pattern` (global) inside of some ranges of a text, at most `limit`. */
export function* matchesIn(
  text: string,
  ranges: Iterable<Range>,
  pattern: RegExp,
  limit = 10,
): Iterable<{ readonly range: Range; readonly match: RegExpExecArray }> {
  let count = 0;
  // `matchAll` would copy the pattern for each of thousands of ranges.
  const search = new RegExp(pattern);
  for (const { start, end } of ranges) {
    for (const match of matchesOf(search, text.slice(start, end))) {
      count += 1;
      if (count > limit) return;
      yield { range: { start: start + match.index, end: start + match.index + match[0].length }, match };
    }
  }
}

/** Every match of a global pattern, whose place in the text is lost: nobody else may use it meanwhile. */
export function matchesOf(search: RegExp, text: string): readonly RegExpExecArray[] {
  search.lastIndex = 0;
  let match = search.exec(text);
  if (!match) return [];
  const found: RegExpExecArray[] = [];
  for (; match; match = search.exec(text)) {
    found.push(match);
    if (match[0] === '') search.lastIndex += 1;
  }
  return found;
}
