import { anyOf } from '../text/patterns.ts';

/** Words that name no file but any file, as a part of a path. */
const words =
  'your|my|foo|bar|baz|xxx+|xyz|abc|example|sample|name|filename|file|files|todo|topic|file\\d+|path/to|some|any|' +
  'script|new[-_]?skill|skill[-_]?name|script[-_]?name|placeholder|module[-_]?name|something|whatever';

/** What stands for something the reader must fill in. */
const anyPlaceholder = anyOf('i', /[<>{}$%…]|\.\.\./, new RegExp(`(?:^|[/_.-])(?:${words})(?=$|[/_.-])`));
/** Letters in capitals that stand for a number, a date or a name: `phaseN.md`, `YYYY-MM-DD.md`, `PROVIDER_NAME.md`. */
const inCapitals = anyOf(
  '',
  /(?:YYYY|(?:^|[^A-Za-z])(?:MM|DD|HHMM|HH|YY)(?![A-Za-z]))/,
  /[a-z\d_.-](?:N{1,4}|X{1,4})(?=$|[/_.-])/,
  /(?:^|[/_.-])(?:[NX]|N{2,}|X{2,})(?=$|[/_.-])/,
  /(?:^|[/_-])(?:NAME|TOPIC|ID|SLUG|DATE|TIMESTAMP|VERSION|FEATURE|PROVIDER|LANGUAGE|LANG|FRAMEWORK|PROJECT|DOMAIN)(?=$|[/_.-])/,
);
/** The same for a link, which nobody writes by chance: only what is nothing but a placeholder. */
const linkPlaceholder = anyOf(
  'i',
  /[<>{}[\]$…]|\.\.\./,
  /(?:^|[/_-])your(?=[/_.-])|(?:^|\/)path\/to\//,
  /^(?:url|uri|link|path|href|target|address)$/,
  /(?:^|\/)(?:foo|bar|xxx+|example|sample|name|filename|todo|topic|file\d*)(?:\.[a-z]+)?$/,
);
const linkInCapitals = /YYYY|(?:^|[^A-Za-z])MM-DD|[a-z_-](?:N{1,4}|X{2,4})(?=$|[/_.-])/;

/** True when a path in code or in a sentence holds something that the reader must fill in. */
export function hasPlaceholder(path: string): boolean {
  return anyPlaceholder.test(path) || inCapitals.test(path);
}

/** The same for the target of a link. */
export function isLinkPlaceholder(path: string): boolean {
  return linkPlaceholder.test(path) || linkInCapitals.test(path);
}
