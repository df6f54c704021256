/** Scheme of the read-only file system of published versions. */
export const publishedScheme = 'published-skill';
/** Scheme of the pages that tell about a skill. */
export const detailsScheme = 'skill-details';
