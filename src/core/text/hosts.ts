const address = /\b(?:https?|wss?|s?ftps?|ssh|git|git\+ssh|git\+https):\/\/([^\s"'<>`|)\]}\\]{1,400})/gi;
const remote = /\bgit@([a-z\d.-]{3,253}):/gi;
/** Names that lead nowhere: this computer, and those kept for examples (RFC 2606, RFC 6761). */
const nowhere =
  /^(?:localhost|(?:.*\.)?(?:example|invalid|test|localhost)|(?:.*\.)?example\.(?:com|org|net)|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/;

/** The hosts that addresses in a text lead to, lower case, in their order. Linear in the length of the text. */
export function hostsIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  // Most texts have none: looking for the signs takes a twentieth of the time.
  if (text.includes('://')) for (const [, rest = ''] of text.matchAll(address)) addHost(found, `https://${rest}`);
  if (text.includes('@')) for (const [, host = ''] of text.matchAll(remote)) addHost(found, `https://${host}`);
  return found;
}

/** As a client reads it: what stands before `@` is no host. */
function addHost(found: Set<string>, url: string): void {
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : '';
  if (host !== '' && /[a-z\d\]]$/.test(host) && !nowhere.test(host)) found.add(host);
}
