import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { escapeData } from '../core/lint/formats/github.ts';
import type { CliIo } from '../cli/io.ts';

/** Bytes of a step's summary; the service takes 1 MiB. */
export const maxSummary = 1_048_576;

/** What the runner of GitHub Actions is told: outputs, the summary, errors. Nothing of it is read in a text. */
export class Runner {
  readonly #io: CliIo;

  /** @param io As `guardOutput` gives it. */
  constructor(io: CliIo) {
    this.#io = io;
  }

  /** Sets outputs of the step, whatever stands in a value. */
  setOutputs(values: Readonly<Record<string, string>>): void {
    const mark = `end-${randomUUID()}`;
    for (const [name, value] of Object.entries(values))
      this.#append('GITHUB_OUTPUT', `${name}<<${mark}\n${value}\n${mark}\n`);
  }

  /** Adds Markdown to the summary of the step. */
  summarize(markdown: string): void {
    this.#append('GITHUB_STEP_SUMMARY', markdown);
  }

  /** Writes commands of our own; what they say is escaped. */
  command(text: string): void {
    (this.#io.command ?? this.#io.stdout)(text);
  }

  /** An annotation of the whole step. */
  tell(kind: 'error' | 'warning' | 'notice', message: string): void {
    this.command(`::${kind}::${escapeData(message)}\n`);
  }

  /** Without the file, as in a test of somebody's own, there is nobody to tell. */
  #append(variable: string, text: string): void {
    const file = this.#io.env[variable];
    if (file !== undefined && file !== '') appendFileSync(file, text);
  }
}
