import { getDesktop } from './desktop.ts';
import type { Release } from './releases.ts';
import { installServer, type InstalledServer } from './server.ts';

/** A real VS Code to run the extension in. */
export type VsCode =
  | { readonly kind: 'desktop'; readonly executable: string }
  | { readonly kind: 'server'; readonly server: InstalledServer };

/**
 * A VS Code of this release: the desktop one where it can be shown and downloaded, else VS Code's own server from npm,
 * which a browser opens. The environment variable SKILL_PUBLISHER_VSCODE (`desktop` or `server`) forces one of them.
 */
export async function getVsCode(release: Release): Promise<VsCode> {
  const wish = process.env['SKILL_PUBLISHER_VSCODE'];
  if (wish !== undefined && wish !== 'desktop' && wish !== 'server')
    throw new Error(`SKILL_PUBLISHER_VSCODE is ${wish}; it can be desktop or server`);
  const executable = wish === 'server' ? undefined : await getDesktop(release);
  if (executable !== undefined) return { kind: 'desktop', executable };
  if (wish === 'desktop')
    throw new Error(`no desktop VS Code ${release.version} can be had here, and SKILL_PUBLISHER_VSCODE asks for it`);
  return { kind: 'server', server: await installServer(release) };
}
