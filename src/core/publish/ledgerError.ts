/** Name of the ledger at the workspace root, meant to be committed. */
export const ledgerFileName = '.skill-publisher.json';

/** The ledger cannot be read, so nothing may be written over it. `message` says what to do. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}
