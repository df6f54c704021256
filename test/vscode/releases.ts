/** A VS Code release the project is tested with. */
export interface Release {
  readonly name: 'newest' | 'oldest';
  /** The release of VS Code, as Microsoft's update server names it. */
  readonly version: string;
  /** The npm package `code-server` that carries the same release as a server. */
  readonly codeServer: string;
  /** Major version of the Node that release's server is built for; others hang or fail to start. */
  readonly node: number;
}

/** `oldest` is the `engines.vscode` of package.json; a manifest test holds the two together. */
export const releases: readonly Release[] = [
  { name: 'newest', version: '1.139.1', codeServer: '4.139.1', node: 24 },
  { name: 'oldest', version: '1.103.2', codeServer: '4.103.2', node: 22 },
];

/**
 * The release called `newest` or `oldest`, or whose version begins with `text` (`1.103`). Throws with the choices
 * otherwise.
 */
export function findRelease(text: string): Release {
  const found = releases.find((release) => release.name === text || `${release.version}.`.startsWith(`${text}.`));
  if (found) return found;
  const choices = releases.map((release) => `${release.name} (${release.version})`).join(', ');
  throw new Error(`no VS Code ${text} in test/vscode/releases.ts; there are ${choices}`);
}
