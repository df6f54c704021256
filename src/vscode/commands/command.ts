import type { Session } from './session.ts';

/**
 * A command of the extension: its id after `skillPublisher.`, what it does as messages name it, and its work.
 * `selection` is what VS Code hands to commands of a list: all selected rows when the menu was opened on one of them.
 */
export type Command = readonly [
  id: string,
  what: string,
  run: (session: Session, argument: unknown, selection: unknown) => unknown,
];
