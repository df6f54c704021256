/** A failure of a command with advice, fit to show as it is. */
export class HumanError extends Error {
  override readonly name = 'HumanError';
}
