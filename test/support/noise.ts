export const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Text that looks random and is the same on every run. Made when tests run, so that no scanner finds a key in this
 * repository.
 */
export function noise(length: number, letters = lettersAndDigits, seed = 7): string {
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += letters[(state >> 8) % letters.length] ?? '';
  }
  return text;
}
