import { hostsIn } from '../text/hosts.ts';

/** Names that lead nowhere else: private ranges, and those of a local network. */
const privateHost = new RegExp(
  String.raw`^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?(?:fe80|fc|fd)[\da-f]*:)|` +
    String.raw`\.(?:local|internal|lan|home|localdomain|svc|corp|intranet)$|^(?:host\.docker\.internal|\d+)$`,
);
/** Vendors' sample names, and services that only echo. */
const sampleHost = new RegExp(
  String.raw`(?:^|\.)(?:contoso|fabrikam|adventure-works|northwind|acme|foo|bar|foobar|domain|mysite|` +
    String.raw`mydomain|site|host|server|company|yourcompany|mycompany|example-?\w*|evil|attacker)(?:\.\w+)+$|` +
    String.raw`(?:^|\.)(?:httpbin\.org|postman-echo\.com|jsonplaceholder\.typicode\.com|reqres\.in)$|^(?:your|instance|tenant|` +
    String.raw`my)[-.]|[-.](?:your|example|placeholder)[-.]|(?:^|[.-])your(?:-?\w+)?\.|^(?:xxx+|abc)\.|[-.]x{3,}[-.]|x{6}|\.x{3,}\.`,
);
/** Names of formats that are never fetched. */
const nameSpace = new RegExp(
  String.raw`^(?:schemas\.(?:openxmlformats\.org|microsoft\.com|android\.com|xmlsoap\.org)|purl\.org|` +
    String.raw`ns\.adobe\.com|xmlns\.com|json-schema\.org|relaxng\.org|www\.w3\.org|w3\.org|schema\.org|` +
    String.raw`opengis\.net)$`,
);

/** The host as it is compared: lower case, without `www.`; `undefined` for one that says nothing. */
function meantHost(host: string): string | undefined {
  const name = host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');
  if (!name.includes('.') && !name.startsWith('[')) return undefined;
  if (/[{}<>$%*[\]]/.test(name) || privateHost.test(name) || sampleHost.test(name) || nameSpace.test(name))
    return undefined;
  return name;
}

export interface Address {
  readonly host: string;
  /** `http`, `https`, `ws`, …; `ssh` for `git@host:`. */
  readonly scheme: string;
  /** Where it begins in the text. */
  readonly at: number;
}

const address = new RegExp(
  String.raw`\b(https?|wss?|s?ftps?|ssh|git(?:\+ssh|\+https)?):\/\/([^\s"'<>\x60|)\]}\\,;]{1,400})|` +
    String.raw`\bgit@([a-z\d.-]{3,253}):(?!(?:org|user|username|owner|your[\w-]{0,20})\/)`,
  'gi',
);

/** A repository of the reader's own: `github.com/your-org/repo`. */
const sampleOwner = new RegExp(
  String.raw`^(?:[^/?#]*@)?(?:github|gitlab|bitbucket)\.\w{2,3}[/:](?:(?:your|my|some)[-_]?(?:org|user|username|name|` +
    String.raw`company|team|owner)\w*|org|user|username|owner)\/`,
  'i',
);

/** The addresses in a text that lead to another computer, in their order; at most 200. Linear. */
export function addressesIn(text: string): readonly Address[] {
  const found: Address[] = [];
  for (const match of text.matchAll(address)) {
    const [, scheme, rest, remote] = match;
    const written = rest ?? remote ?? '';
    // A computed host is none: `https://${host}/`, `https://<your-host>/`.
    if (/^[^/?#]*[{}<$%*]/.test(written) || sampleOwner.test(written)) continue;
    const [host] = hostsIn(`https://${written}`);
    const meant = host === undefined ? undefined : meantHost(host);
    if (meant !== undefined) found.push({ host: meant, scheme: (scheme ?? 'ssh').toLowerCase(), at: match.index });
    if (found.length >= 200) break;
  }
  return found;
}
