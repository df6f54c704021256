/** The parts of the core that the editor's language features work with; loaded on first use, see `loadCore`. */
export { completeSkill } from '../../core/skill/completion.ts';
export { fixAll, solutionsIn } from '../../core/skill/fixes.ts';
export { findEntry, parseFrontMatter } from '../../core/skill/frontMatter.ts';
export { hoverSkill } from '../../core/skill/hover.ts';
export { parseMarkdown } from '../../core/skill/markdown.ts';
export { findMentions } from '../../core/skill/mentions.ts';
export { fileOfMention, filesOfMention, indexFiles } from '../../core/skill/references.ts';
export { checkNewName, editsForMovedFiles, mentionsOfSkill, nameRange, renameSkill } from '../../core/skill/rename.ts';
export { measureBudget } from '../../core/skill/tokens.ts';
export { judgeText } from '../../core/workspace/skillJudge.ts';
