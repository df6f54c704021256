import { type FrontMatter, parseFrontMatter } from '../frontMatter.ts';
import { type Markdown, parseMarkdown } from '../markdown.ts';
import type { Skill } from '../skill.ts';

// What is fixed is read once for all problems of a skill, of which there may be thousands.
const frontMatters = new WeakMap<Skill, FrontMatter>();
const markdowns = new WeakMap<Skill, Map<string, Markdown>>();

/** The front matter of a skill that is fixed. */
export function frontMatterOf(skill: Skill): FrontMatter {
  const known = frontMatters.get(skill) ?? parseFrontMatter(skill.text);
  frontMatters.set(skill, known);
  return known;
}

/** The Markdown of a file of a skill that is fixed, with its text from `start` on. */
export function markdownOf(skill: Skill, file: string, text: string, start: number): Markdown {
  const files = markdowns.get(skill) ?? new Map<string, Markdown>();
  markdowns.set(skill, files);
  const known = files.get(file) ?? parseMarkdown(text, start);
  files.set(file, known);
  return known;
}
