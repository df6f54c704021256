import { badRequest } from './apiError.ts';
import type { Dialect } from './dialect.ts';

interface UploadedFile {
  readonly path: string;
  readonly content: Uint8Array;
}

interface Layout<File> {
  readonly skillFile: File;
  /** The one folder around everything; `undefined` when SKILL.md lies at the root. */
  readonly wrapper: string | undefined;
}

const skillFileNames = 'SKILL.md';
const pluginManifest = '.claude-plugin/plugin.json';

/**
 * Where SKILL.md and everything else must lie. Beta: one top-level folder with SKILL.md right in it. GA: the same, or
 * SKILL.md at the root. Throws the service's 400.
 */
export function checkLayout<File extends UploadedFile>(
  files: readonly File[],
  dialect: Dialect,
  kind: 'zip' | 'files',
): Layout<File> {
  const layout = findLayout(files, dialect, kind);
  const manifest = layout.wrapper === undefined ? pluginManifest : `${layout.wrapper}/${pluginManifest}`;
  if (files.some((file) => file.path === manifest)) {
    throw badRequest(`A skill cannot contain a plugin manifest (${pluginManifest}). Upload the skill's own folder.`);
  }
  return layout;
}

function findLayout<File extends UploadedFile>(
  files: readonly File[],
  dialect: Dialect,
  kind: 'zip' | 'files',
): Layout<File> {
  const skillFiles = files.filter((file) => file.path.split('/').at(-1) === skillFileNames);
  if (skillFiles.length > 1) {
    throw badRequest(
      `${kind === 'zip' ? 'Zip' : 'Upload'} must contain exactly one SKILL.md file. Currently there are ` +
        `${skillFiles.length}.`,
    );
  }
  const skillFile = skillFiles[0];
  if (skillFile?.path === skillFileNames && dialect === 'ga') return { skillFile, wrapper: undefined };
  if (skillFile?.path === skillFileNames && kind === 'zip') {
    throw badRequest('Zip must contain a top-level folder with all files inside it, including SKILL.md');
  }
  const wrapper = wrapperOf(files, kind);
  if (skillFile === undefined || wrapper === undefined)
    throw badRequest('SKILL.md file must be exactly in the top-level folder.');
  if (skillFile.path !== `${wrapper}/${skillFileNames}`) {
    throw badRequest(
      `SKILL.md file must be in the top-level folder, not nested deeper. Currently at ${skillFile.path}`,
    );
  }
  return { skillFile, wrapper };
}

/** The folder that holds every file; `undefined` when a file lies at the root. */
function wrapperOf(files: readonly UploadedFile[], kind: 'zip' | 'files'): string | undefined {
  const roots = new Set(
    files.map((file) => (file.path.includes('/') ? file.path.slice(0, file.path.indexOf('/')) : undefined)),
  );
  if (roots.size > 1) {
    if (kind === 'zip' && !roots.has(undefined)) {
      throw badRequest(`Zip must contain exactly one top-level folder. Currently there are ${roots.size}.`);
    }
    throw badRequest('All files must be inside the top-level folder');
  }
  return [...roots][0];
}
