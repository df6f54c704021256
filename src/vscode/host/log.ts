import * as vscode from 'vscode';
import { redact } from '../../core/registry/redact.ts';
import { toDisplayText } from '../../core/text/display.ts';

/** The one log of the extension. Every line passes the redaction first, so that no key can be written. */
export class Log implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Skill Publisher', { log: true });
  readonly #secrets = new Set<string>();

  /** Remembers a key of this session, only to keep it out of every text. */
  keepOut(secret: string): void {
    this.#secrets.add(secret);
  }

  /** `text` without any key known to this session. For messages as well as for the log. */
  redact(text: string): string {
    return redact(text, this.#secrets);
  }

  info(text: string): void {
    this.#channel.info(this.#line(text));
  }

  warn(text: string): void {
    this.#channel.warn(this.#line(text));
  }

  /** Writes an error with its stack and its causes. */
  error(text: string, error?: unknown): void {
    this.#channel.error(this.#line(text));
    for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
      this.#channel.error(this.#line(current.stack ?? current.message, 4000));
    }
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }

  #line(text: string, limit = 1000): string {
    return this.redact(text)
      .split('\n')
      .map((line) => toDisplayText(line, limit))
      .join('\n  ');
  }
}
