/** The parts of the core that the editor's language features work with; loaded on first use, see `loadCore`. */
export { isCut, selectFiles } from '../bundle/select.ts';
export { onePerFact } from '../publish/judge.ts';
export { collectSkill, discoveryRoot, validateCollection } from '../skill/collection.ts';
export { completeSkill } from '../skill/completion.ts';
export { fixAllSafe, fixesFor } from '../skill/fixes.ts';
export { suppress } from '../skill/fixing/suppress.ts';
export { findEntry, parseFrontMatter } from '../skill/frontMatter.ts';
export { saidByHost } from '../skill/hostDiagnostics.ts';
export { hoverSkill } from '../skill/hover.ts';
export { parseMarkdown } from '../skill/markdown.ts';
export { findMentions } from '../skill/mentions.ts';
export { fileOfMention, filesOfMention, indexFiles } from '../skill/references.ts';
export { checkNewName, editsForMovedFiles, mentionsOfSkill, nameRange, renameSkill } from '../skill/rename.ts';
export { measureBudget } from '../skill/tokens.ts';
export { validate } from '../skill/validate.ts';
