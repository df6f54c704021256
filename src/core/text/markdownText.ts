/**
 * Markdown that shows a text as it is: whatever it holds, no link, image, HTML or emphasis comes of it. Lines stay
 * lines.
 */
export function toMarkdownText(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/\r\n?|\n/g, '  \n');
}
