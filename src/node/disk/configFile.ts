import path from 'node:path';
import { patientCalls, type DiskCalls } from './diskCalls.ts';
import { TextFile } from './textFile.ts';

/** Finds files of one name above folders; looks into each folder once, until `forget`. */
export class ConfigFinder {
  readonly #name: string;
  readonly #calls: DiskCalls;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(name: string, calls = patientCalls) {
    this.#name = name;
    this.#calls = calls;
  }

  /** The nearest one at or above a folder, up to the root of its Git work tree. Absolute. */
  find(folder: string): Promise<string | undefined> {
    const known = this.#known.get(folder) ?? this.#look(folder);
    this.#known.set(folder, known);
    return known;
  }

  forget(): void {
    this.#known.clear();
  }

  async #look(folder: string): Promise<string | undefined> {
    const [file, git] = [path.join(folder, this.#name), path.join(folder, '.git')];
    const [own, root] = await Promise.all([file, git].map(async (each) => this.#calls.lstatIfThere(each)));
    if (own?.isFile() === true) return file;
    const above = path.dirname(folder);
    return root !== undefined || above === folder ? undefined : this.find(above);
  }
}

/** The nearest file of this name at or above a folder, up to the root of its Git work tree. Absolute. */
export function findAbove(folder: string, name: string, calls = patientCalls): Promise<string | undefined> {
  return new ConfigFinder(name, calls).find(folder);
}

/** The text of a file, `undefined` when it is not there. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return new TextFile(file).read();
}
