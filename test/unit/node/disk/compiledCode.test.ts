import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileKept } from '../../../../src/node/disk/compiledCode.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';

describe('compiled code', () => {
  const make = temporaryFolders();
  const source = 'value => { function twice(x) { return 2 * x } return twice(value) }';

  /** Runs a program; says whether it was compiled before, and keeps it. */
  function run(file: string, folder: string | undefined): readonly [result: unknown, known: boolean] {
    const { script, keep } = compileKept(file, folder);
    const result: unknown = (script.runInThisContext() as (value: number) => unknown)(21);
    keep?.();
    return [result, script.cachedDataRejected === false];
  }

  function onlyFile(folder: string): string {
    const names = readdirSync(folder);
    assert.equal(names.length, 1, names.join());
    return path.join(folder, names[0] ?? '');
  }

  it('is taken the next time, for the same text only, and is nobody else’s to read', () => {
    const root = make({ 'a.js': source });
    const [file, folder] = [path.join(root, 'a.js'), path.join(root, 'cache', 'compiled')];
    assert.deepEqual(run(file, folder), [42, false]);
    assert.deepEqual(run(file, folder), [42, true]);
    if (process.platform !== 'win32')
      assert.deepEqual([statSync(folder).mode & 0o777, statSync(onlyFile(folder)).mode & 0o777], [0o700, 0o600]);
    // Of the same length, which is all that V8 looks at.
    writeFileSync(file, source.replace('2 *', '3 *'));
    assert.deepEqual(run(file, folder), [63, false]);
    assert.deepEqual(run(file, folder), [63, true]);
  });

  it('is not taken when it is damaged, or when others could write it, and is made again', () => {
    const root = make({ 'a.js': source });
    const [file, folder] = [path.join(root, 'a.js'), path.join(root, 'compiled')];
    run(file, folder);
    const kept = onlyFile(folder);
    const bytes = readFileSync(kept);
    for (const damaged of [
      bytes.subarray(0, 40),
      new Uint8Array(bytes.length),
      Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]),
      new Uint8Array(),
    ]) {
      writeFileSync(kept, damaged);
      assert.deepEqual(run(file, folder), [42, false]);
      assert.deepEqual(run(file, folder), [42, true]);
    }
    if (process.platform === 'win32') return;
    chmodSync(kept, 0o622);
    assert.deepEqual(run(file, folder), [42, false]);
    assert.deepEqual(run(file, folder), [42, true]);
  });

  it('is nothing that a program needs: without a folder, or where none can be made', () => {
    const root = make({ 'a.js': source, 'a file': '' });
    const file = path.join(root, 'a.js');
    for (const folder of [undefined, path.join(root, 'a file', 'compiled')]) {
      assert.deepEqual(run(file, folder), [42, false]);
      assert.deepEqual(run(file, folder), [42, false]);
    }
  });

  it('is kept of the last dozen of programs', () => {
    const root = make({ 'a.js': source });
    const [file, folder] = [path.join(root, 'a.js'), path.join(root, 'compiled')];
    for (let count = 0; count < 15; count += 1) {
      writeFileSync(file, source.replace('2', String(count)));
      run(file, folder);
      for (const name of readdirSync(folder)) {
        const time = statSync(path.join(folder, name)).mtimeMs / 1000;
        utimesSync(path.join(folder, name), time - 10, time - 10);
      }
    }
    assert.equal(readdirSync(folder).length, 12);
    writeFileSync(file, source.replace('2', '14'));
    assert.deepEqual(run(file, folder), [294, true]);
    writeFileSync(file, source.replace('2', '0'));
    assert.deepEqual(run(file, folder), [0, false]);
  });
});
