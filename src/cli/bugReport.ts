import { redact } from '../core/registry/redact.ts';
import { withoutControls } from '../core/text/controls.ts';

/** Lines of the stack that say where it happened. */
const mostFrames = 12;

/** What is said of an error that nobody expected: whose fault it is, and what to report. Holds no key of the service. */
export function bugReport(error: unknown, version: string): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const frames = (error instanceof Error ? (error.stack ?? '') : '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostFrames);
  const lines = [
    'This is a bug in skill-publisher; your files are not at fault. What was asked for is not done, or only in part.',
    'Please report it: open an issue in the repository of Skill Publisher with the command you ran and these lines.',
    '',
    `skill-publisher ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    words.slice(0, 500),
    ...frames,
  ];
  return `${withoutControls(redact(lines.join('\n'), []))}\n`;
}
