import { group, levels, rule } from './rule.ts';

/** A secret of any kind: the code of a problem says which, for example `secret/github`. */
const secret = rule({
  code: 'secret/*',
  title: 'No file contains a secret',
  documentation:
    'Whoever can read the skill could use a key, token or password in it. Take it out, and revoke it if it was ever ' +
    'published. What looks like a secret but is not one can be confirmed when publishing; the key you publish with is ' +
    'never published.',
  severity: levels('error', 'error', 'error', 'error'),
  isFixed: true,
  source: 'Patterns of secretlint and of this product',
});

/** What searching the files found before a publish. */
export const secretRules = group([secret]);
