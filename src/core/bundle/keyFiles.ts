import { mayBeKey, privateKey } from '../text/exclusions.ts';
import { TreeError, type FileTree } from './fileTree.ts';
import { isBinary, toReadable } from './readableText.ts';
import type { Walk } from './walk.ts';

/** Bytes; keys are smaller, presentations larger. */
const largestKey = 16_384;

/** Leaves out what turns out to be a private key among the files whose name may mean one. */
export async function leaveKeys(tree: FileTree, walk: Walk, signal: AbortSignal | undefined): Promise<void> {
  const keys = new Set<string>();
  for (const path of walk.files.filter(mayBeKey)) {
    try {
      const { size } = await tree.fileDetails(path, signal);
      if (size <= largestKey && (await isKey(await tree.readFile(path, signal)))) keys.add(path);
    } catch (error) {
      // Reported when the files that travel are measured.
      if (!(error instanceof TreeError)) throw error;
    }
  }
  for (const path of keys) walk.leave(path, privateKey());
  walk.files = walk.files.filter((path) => !keys.has(path));
}

/** True for a private key as text (PEM, age, a line of random letters) or as bytes; not for archives and certificates. */
async function isKey(content: Uint8Array): Promise<boolean> {
  if (isBinary(content)) return !(content[0] === 0x50 && content[1] === 0x4b);
  const { text } = toReadable(content);
  if (text.includes('PRIVATE KEY')) return true;
  // Few skills have a file to ask about.
  const [{ matchSecrets }, { looksSecret }] = await Promise.all([
    import('./secretPatterns.ts'),
    import('./secretValues.ts'),
  ]);
  return matchSecrets(text, 1).length > 0 || looksSecret(text.trim());
}
