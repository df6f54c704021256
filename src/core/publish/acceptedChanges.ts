import type { Finding } from '../impact/model.ts';
import type { AcceptedChange, Ledger } from './ledger.ts';

/** A decision that a change is meant. */
export interface ChosenChange extends AcceptedChange {
  /** Of the content that was decided about; left out: of the content at hand. */
  readonly fingerprint?: string | undefined;
}

/**
 * What was accepted of the versions published from a folder, whichever connection they went to. It holds for the same
 * content alone.
 */
export function acceptedBefore(ledger: Ledger, folder: string): readonly ChosenChange[] {
  return [...(ledger.get(folder)?.values() ?? [])].flatMap(({ acceptedChanges = [], fingerprint }) =>
    acceptedChanges.map((each) => ({ ...each, fingerprint })),
  );
}

/** The first of the decisions that is about this finding and this content; `undefined`: nobody accepted it. */
export function acceptanceOf(
  { code, subject }: Pick<Finding, 'code' | 'subject'>,
  chosen: readonly ChosenChange[],
  content: string,
): AcceptedChange | undefined {
  const found = chosen.find(
    (each) => each.code === code && each.subject === subject && (each.fingerprint ?? content) === content,
  );
  if (!found) return undefined;
  const { by, reason, time } = found;
  return { code, subject, ...(by === undefined ? {} : { by }), reason, time };
}
