import { findEntry, type FrontMatter } from './frontMatter.ts';
import {
  bodyMaxLines,
  bodyMaxTokens,
  charactersPerToken,
  countCharacters,
  descriptionMaxCharacters,
  estimateTokens,
} from './limits.ts';
import type { SkillFile } from './skill.ts';

/** What a skill costs an agent's context. Token figures are estimates, and every surface says so. */
export interface Budget {
  /** Lines of the body, as the limit counts them. */
  readonly bodyLines: number;
  readonly bodyTokens: number;
  /** Code points. */
  readonly descriptionCharacters: number;
  /** Tokens of name and description: in the context all the time. */
  readonly alwaysTokens: number;
  /** Text files that are loaded when the skill says so; the largest first. */
  readonly onDemand: readonly FileCost[];
  /** What is over its limit. */
  readonly exceeded: readonly ('lines' | 'tokens' | 'description')[];
}

interface FileCost {
  readonly path: string;
  readonly tokens: number;
}

/** Scripts run, assets are copied: only these files are read into the context. */
const readFiles = /\.(?:md|mdx|markdown|txt|rst|adoc)$/i;

/** Measures SKILL.md and, when they are listed, the files an agent reads on demand. */
export function measureBudget(text: string, frontMatter: FrontMatter, files: readonly SkillFile[] = []): Budget {
  const body = text.slice(frontMatter.bodyStart);
  const name = findEntry(frontMatter, 'name')?.value.text ?? '';
  const description = findEntry(frontMatter, 'description')?.value.text.trim() ?? '';
  const measured = {
    bodyLines: countLines(body),
    bodyTokens: estimateTokens(body),
    descriptionCharacters: countCharacters(description),
    alwaysTokens: estimateTokens(name) + estimateTokens(description),
    onDemand: files
      .filter((file) => file.kind === 'file' && file.path !== 'SKILL.md' && readFiles.test(file.path))
      .map((file) => ({
        path: file.path,
        tokens: file.text === undefined ? Math.ceil(file.size / charactersPerToken) : estimateTokens(file.text),
      }))
      .sort((a, b) => b.tokens - a.tokens || (a.path < b.path ? -1 : 1)),
  };
  const exceeded: Budget['exceeded'][number][] = [];
  if (measured.bodyLines > bodyMaxLines) exceeded.push('lines');
  if (measured.bodyTokens > bodyMaxTokens) exceeded.push('tokens');
  if (measured.descriptionCharacters > descriptionMaxCharacters) exceeded.push('description');
  return { ...measured, exceeded };
}

/** Lines with a final line break counted once; 0 for a text of whitespace. */
export function countLines(text: string): number {
  if (text.trim() === '') return 0;
  return text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/).length;
}
