/** Limits of the service, each with where it is known from. */

/** Whole request body, inclusive; one byte more is 413. Recorded live. */
export const maxBodyBytes = 31_457_280;
/** Bodies held at a time, over all requests: about four of the largest. Own choice. */
export const maxUploadBytesInFlight = 4 * maxBodyBytes;
/**
 * What an archive may hold unpacked: "Total upload size must be under 30 MB (uncompressed)", read like the body limit.
 * Documented.
 */
export const maxUnpackedBytes = 31_457_280;
/**
 * Parts with a file name. The service's own number is unknown; 1,000 is the default of the framework its messages come
 * from.
 */
export const maxFileParts = 1000;
/** Other parts. As above. */
export const maxFieldParts = 1000;
/** Bytes of the headers of one part. Own choice: a path of 4,096 bytes and some room. */
export const maxPartHeaderBytes = 8192;
/** Bytes of a text field; the longest known one is a label of 255 characters. Own choice. */
export const maxFieldBytes = 65_536;
/** Members of an archive: the SDK's own guard when it unpacks. */
export const maxArchiveEntries = 10_000;
/** Front matter is read up to here; the parser's time is bounded by it. Own choice, far above anything seen. */
export const maxFrontMatterBytes = 16_384;
/** Characters of `name` in SKILL.md. Documented. */
export const maxName = 64;
/** Characters of `description` in SKILL.md. Documented. */
export const maxDescription = 1024;
/** Characters of the label, by dialect. Documented. */
export const maxLabelCharacters = { beta: 64, ga: 255 } as const;
/** Largest `limit` of the list of skills, by dialect; the list of versions takes 1,000 in both. Documented. */
export const maxSkillsInPage = { beta: 100, ga: 1000 } as const;
export const maxVersionsInPage = 1000;
export const defaultPage = 20;
