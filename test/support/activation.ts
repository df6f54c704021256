import { globSync, readFileSync, statSync } from 'node:fs';

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      { readonly entryPoint?: string; readonly imports: readonly { readonly path: string; readonly kind: string }[] }
    >
  >;
}

/** The files of the built product that are loaded when the extension is activated, with what they hold in bytes. */
export function filesAtActivation(): ReadonlyMap<string, number> {
  const { outputs } = JSON.parse(readFileSync('out/product.json', 'utf8')) as Metafile;
  const root = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === 'src/extension.ts');
  const files = new Set(root === undefined ? [] : [root]);
  for (const file of files)
    for (const { kind, path } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[path]) files.add(path);
  return new Map([...files].map((file) => [file, statSync(file).size]));
}

export function bytesAtActivation(): number {
  return [...filesAtActivation().values()].reduce((sum, size) => sum + size, 0);
}

/** Bytes of the pictures that the package holds; they take as much in it. */
export function picturesSize(): number {
  return globSync('media/walkthrough/*').reduce((sum, file) => sum + statSync(file).size, 0);
}
