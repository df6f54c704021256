import type { CliIo } from './io.ts';
import { isCiLog } from './workflowCommands.ts';

/**
 * Writes a patch: to a file or another program as it is, for it is to be applied; to a terminal or the log of a CI
 * service as everything else.
 */
export function printExact(text: string, io: CliIo): void {
  const isShown = io.terminal?.stdout === true || isCiLog(io.env);
  (isShown ? io : (io.styled ?? io)).stdout(text);
}
