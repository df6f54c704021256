import { codePoint } from './display.ts';

/** What acts on a terminal or turns the direction of a text. Line breaks and tabs do neither. */
const acting = /\r(?!\n)|(?![\t\n\r])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** The text with what would act on a terminal or a log written as `U+XXXX`. */
export function withoutControls(text: string): string {
  return text.replace(acting, codePoint);
}

/** JSON with the same characters written in another way that means the same. */
export function escapeControls(json: string): string {
  return json.replace(acting, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
