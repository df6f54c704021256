import type { Range } from '../skill/problem.ts';
import type { Sink } from './sink.ts';
import { usualVariables } from './words.ts';

const credential = /(?:KEY|TOKEN|SECRET|(?:^|_)(?:PASSWORD|PASSWD|PASS|PASSPHRASE|CREDENTIALS?|AUTH|PAT))$/;
/** Keys that open nothing. */
const openNothing = new RegExp(
  String.raw`(?:^|_)(?:SESSION|PRIMARY|FOREIGN|SORT|PARTITION|CACHE|PUBLIC|UNIQUE|INDEX|OBJECT|ROW|HOT|DICT|` +
    String.raw`PUB|LICENSE|IDEMPOTENCY|HOST|PROJECT|ISSUE|TICKET|EPIC|SPACE|FILE|INVENTORY|STATE|CONFIG|S3|BUCKET)_?KEY$` +
    String.raw`|(?:^|_)(?:MAX|NUM|MIN|COUNT|N|NEXT_PAGE|PAGE|STOP|EOS|BOS|PAD|` +
    String.raw`UNK)_TOKENS?$|^KEY$|^TOKEN$|MONKEY$|SSH_AUTH_SOCK`,
);

/** An environment variable that is read; in the commands of a text only those that hold a key. */
export function addVariable(sink: Sink, name: string, range: Range, zone: 'script' | 'command'): void {
  if (!/^[A-Z][A-Z0-9_]{2,60}$/.test(name) || usualVariables.has(name)) return;
  if (credential.test(name) && !openNothing.test(name)) sink.add('credential', name, range);
  else if (zone === 'script') sink.add('env', name, range);
}
