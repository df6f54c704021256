import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';

describe('docs/architecture.md', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const named = [...page.matchAll(/`((?:src|test)\/[\w./]+)`/g)].flatMap(([, file]) => file ?? []);

  it('names what is there', () => {
    assert.ok(named.length > 30, String(named.length));
    assert.deepEqual(
      named.filter((file) => !existsSync(file)),
      [],
    );
  });

  it('names every room of its floors', () => {
    const rooms = globSync('src/{core,node}/*/').map((room) => room.replaceAll('\\', '/').replace(/\/$/, ''));
    const missing = rooms.filter((room) => !named.some((file) => file.startsWith(`${room}/`)));
    assert.deepEqual(missing, []);
  });
});
