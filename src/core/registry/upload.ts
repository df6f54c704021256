import type { Dialect, Upload } from './model.ts';

/** Media type of the archive's part. */
export const archiveType = 'application/zip';

/** Name of the label's form field in each dialect (`skills-api.md` 6). */
export function labelField(dialect: Dialect): 'display_name' | 'display_title' {
  return dialect === 'ga' ? 'display_name' : 'display_title';
}

/**
 * Bytes of the complete multipart body that `createSkill` (with a label) or `createVersion` (without) will send: what
 * the service's limit of 31,457,280 bytes counts.
 */
export async function requestBodyLength(upload: Upload, dialect: Dialect, label?: string): Promise<number> {
  const form = new FormData();
  if (label !== undefined) form.append(labelField(dialect), label);
  form.append('files[]', new File([], upload.fileName, { type: archiveType }));
  const envelope = await new Response(form).arrayBuffer();
  return envelope.byteLength + upload.bytes.length;
}
