import type { Dialect } from './model.ts';

/** Media type of the archive's part. */
export const archiveType = 'application/zip';

/** Name of the label's form field in each dialect (`skills-api.md` 6). */
export function labelField(dialect: Dialect): 'display_name' | 'display_title' {
  return dialect === 'ga' ? 'display_name' : 'display_title';
}

/**
 * Bytes of the complete multipart body that `createSkill` (with a label) or `createVersion` (without) will send: what
 * the service's limit of 31,457,280 bytes counts. `archive`: its bytes.
 */
export async function requestBodyLength(
  { fileName, archive }: { readonly fileName: string; readonly archive: number },
  dialect: Dialect,
  label?: string,
): Promise<number> {
  const form = new FormData();
  if (label !== undefined) form.append(labelField(dialect), label);
  form.append('files[]', new File([], fileName, { type: archiveType }));
  return (await new Response(form).arrayBuffer()).byteLength + archive;
}
