/** Code points of `name` (specification: "Must be 1-64 characters"; also the platform documentation). */
export const nameMaxCharacters = 64;
/** `name` as the platform documentation and the server want it: ASCII letters in lower case, digits, hyphens. */
export const namePattern = /^[a-z0-9-]+$/;
/**
 * Substrings the Skills API refuses in `name` (platform documentation; server text "cannot contain the reserved word").
 */
export const reservedNameWords: readonly string[] = ['anthropic', 'claude'];

/** Code points of `description` (specification and server: "must be at most 1024 characters"). */
export const descriptionMaxCharacters = 1024;
/** Code points of `compatibility` (specification: "Must be 1-500 characters if provided"). */
export const compatibilityMaxCharacters = 500;

/**
 * UTF-16 code units of front matter that are parsed. Our own bound: the longest of 15,879 public skills has far less,
 * hostile YAML needs more.
 */
export const frontMatterMaxLength = 16_384;
/** Depth of nested YAML that is followed. Our own bound; the format needs two. */
export const frontMatterMaxDepth = 32;

/** Lines of the body (specification: "Keep your main SKILL.md under 500 lines"). */
export const bodyMaxLines = 500;
/**
 * Tokens of the body (specification: "< 5000 tokens recommended"; Claude Code keeps the first 5,000 after compaction).
 */
export const bodyMaxTokens = 5000;
/** English text per token; the estimate of `bodyMaxTokens` divides by it. */
export const charactersPerToken = 4;
/**
 * UTF-16 code units of one text file that body and script rules look at. Our own bound, so that a 10 MB file answers at
 * once.
 */
export const scanMaxLength = 1_048_576;
/** Lines from which a reference file should start with a table of contents (platform best practices). */
export const referenceTocLines = 100;

/**
 * Bytes of the complete request body of an upload, inclusive: one more is answered with 413 (recorded from the live
 * service).
 */
export const uploadMaxBodyBytes = 31_457_280;
/**
 * Bytes of all files together, uncompressed (platform documentation: "under 30 MB (uncompressed)", read as 30 MiB like
 * the body).
 */
export const uploadMaxUncompressedBytes = 31_457_280;
/** Files of one upload (claude.ai: "Zip contains too many files (maximum 200)"; not documented for the API). */
export const uploadMaxFiles = 200;
/**
 * Path characters every known upload accepts; the server's own set is not published ("path with invalid characters").
 */
export const portablePathPattern = /^[A-Za-z0-9._\-/]+$/;
/** Code points of the display name (GA: "must be at most 255 characters long"). */
export const displayNameMaxCharacters = 255;

/**
 * Estimated tokens of a text, never a count: four characters of Latin text each, two of other alphabets, one of Han,
 * kana and Hangul.
 */
export function estimateTokens(text: string): number {
  const sparse = text.replace(/[\u1100-\u11FF\u2E80-\u9FFF\uAC00-\uD7FF\uF900-\uFAFF]/g, '');
  const latin = sparse.replace(/[^\0-\u024F\u2000-\u2BFF]/g, '').length;
  return Math.ceil(latin / charactersPerToken + (sparse.length - latin) / 2 + (text.length - sparse.length));
}

/** Length as the validators count it: Unicode code points. */
export function countCharacters(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}
