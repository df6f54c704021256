import { withoutEnd } from '../text/ends.ts';
import type { GitState } from './circumstances.ts';
import { toDisplayText } from '../text/display.ts';
import type { RemoteVersion } from '../registry/model.ts';
import { plural } from '../text/size.ts';
import { l10n } from '../text/l10n.ts';

/** Longest release note kept in the ledger, UTF-16 code units. */
export const maxNoteLength = 500;

/** A release note as the ledger keeps it: one line, no control characters; `undefined` when nothing is left. */
export function parseNote(text: string | undefined): string | undefined {
  const note = toDisplayText(text ?? '', maxNoteLength);
  return note === '' ? undefined : note;
}

/** The note of a version that is published once more where it was; it says when, for ids are for machines. */
export function restoreNote({ createdAt }: Pick<RemoteVersion, 'createdAt'>): string {
  return `Restores the version of ${toMinute(createdAt)}`;
}

/** The note of a version that came from another connection. */
export function promoteNote(connection: string, { createdAt }: Pick<RemoteVersion, 'createdAt'>): string {
  return `Promoted from ${connection}, the version of ${toMinute(createdAt)}`;
}

/** `2026-11-28 20:28 UTC`: kept for everybody, wherever they are. */
function toMinute(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? 'unknown age' : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Tag for a publish, `skill/<name>/<version>`, with what Git does not allow in a name replaced by `-`. */
export function gitTag(name: string, version: string): string {
  return `skill/${refPart(name)}/${refPart(version)}`;
}

/**
 * Why a tag on the commit that is checked out would not stand for what was published; `undefined`: it does.
 *
 * @param git As it was when the content was read.
 */
export function tagObstacle({ commit, dirtyFiles }: GitState): string | undefined {
  if (dirtyFiles === undefined) return l10n.t`Git does not say whether the folder has uncommitted changes`;
  if (dirtyFiles.length > 0) {
    const files = plural(dirtyFiles.length, 'file has', 'files have');
    return l10n.t`no commit has what was published, because ${files} uncommitted changes`;
  }
  return commit === undefined ? l10n.t`there is no commit yet` : undefined;
}

/** Message of that tag. */
export function gitTagMessage(name: string, version: string, connection: string, note: string | undefined): string {
  return `Publish ${name} as ${version} to ${connection}${note === undefined ? '' : `\n\n${note}`}`;
}

function refPart(text: string): string {
  return (
    withoutEnd(
      text
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/\.{2,}/g, '.')
        .replace(/^[.-]+|\.lock$/g, ''),
      /[.-]/,
    ) || 'x'
  );
}
