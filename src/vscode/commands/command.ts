import type { Session } from './session.ts';

/**
 * A command of the extension: its id after `skillPublisher.`, and its work.
 * `selection` is what VS Code hands to commands of a list: all selected rows when the menu was opened on one of them.
 */
export type Command = readonly [id: string, run: (session: Session, argument: unknown, selection: unknown) => unknown];
