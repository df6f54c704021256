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
  return (await formLength(form)) + archive;
}

/** Bytes of a form as a multipart body. Boundaries differ, and are of one length. */
export async function formLength(form: FormData): Promise<number> {
  const envelope = new FormData();
  let contents = 0;
  for (const [name, value] of form) {
    envelope.append(name, value instanceof File ? new File([], value.name, { type: value.type }) : value);
    if (value instanceof File) contents += value.size;
  }
  return (await new Response(envelope).arrayBuffer()).byteLength + contents;
}
