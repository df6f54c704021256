import { signatureFileName } from '../audience.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { showSome } from './show.ts';
import { fromBase64 } from '../../text/bytes.ts';
import { l10n } from '../../text/l10n.ts';

const packageSignature = rule({
  code: 'package/signature',
  title: 'A signature covers only files that are sent',
  documentation:
    'A signature such as `skill.oms.sig` lists the files it was made over, and whoever verifies it needs all of them. ' +
    'What is never sent, such as `evals/`, or is left out by an ignore file is missing then. Take the files back with a ' +
    'line in `.skillignore` that begins with `!`, sign without them, or leave the signature out.',
  severity: levels('warning', 'warning', 'warning', 'warning'),
  source: 'OpenSSF Model Signing: verification fails for a file that is listed and missing',
});

export const signatureRules = group([packageSignature], checkSignature);

/** Names that a message shows. */
const mostShown = 3;

/** Files that the signature of a skill covers and that a publication would not carry. */
function* checkSignature({ skill, documents }: RuleContext): Iterable<Finding> {
  const signature = skill.files?.find(({ path }) => path === signatureFileName);
  if (signature?.text === undefined) return;
  const missing = coveredFiles(signature.text).filter((path) => !documents.files.has(path));
  if (missing.length === 0) return;
  yield packageSignature.found({
    message: l10n.t`The signature cannot be verified: it covers ${showSome(missing, mostShown)}, not published with it. Sign without them.`,
    file: signature.path,
    range: { start: 0, end: 0 },
  });
}

/** Paths that a Sigstore bundle over a model or a skill lists; none when it is no such bundle. */
function coveredFiles(bundle: string): readonly string[] {
  const payload = fieldOf(fieldOf(parsed(bundle), 'dsseEnvelope'), 'payload');
  if (typeof payload !== 'string') return [];
  const resources = fieldOf(fieldOf(parsed(fromBase64(payload)), 'predicate'), 'resources');
  if (!Array.isArray(resources)) return [];
  return resources.map((each) => fieldOf(each, 'name')).filter((name) => typeof name === 'string');
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
