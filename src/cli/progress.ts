import type { CliIo } from './io.ts';

/** Milliseconds after which somebody who waits is told. */
const patience = 500;

/** One line on a terminal that says how far something is, erased at the end. */
export class Progress {
  readonly #io: CliIo;
  readonly #shown: boolean;
  readonly #started = performance.now();
  #written = false;

  constructor(io: CliIo, isWanted: boolean) {
    this.#io = io;
    this.#shown = isWanted && io.terminal?.stderr === true && (io.env['CI'] ?? '') === '';
  }

  /** `text`: without line breaks. */
  tell(text: string): void {
    if (!this.#shown || performance.now() - this.#started < patience) return;
    this.#written = true;
    (this.#io.styled ?? this.#io).stderr(`\r\u001b[K${text}`);
  }

  end(): void {
    if (this.#written) (this.#io.styled ?? this.#io).stderr('\r\u001b[K');
    this.#written = false;
  }
}
