import { styleText } from 'node:util';
import { unpainted, type Paint } from '../core/lint/formats/format.ts';
import type { CliIo } from './io.ts';

/**
 * How words get their colors on one stream: by `--color`, then by `NO_COLOR`, `FORCE_COLOR`, `TERM`, and whether it is
 * a terminal.
 */
export function paintFor(
  stream: 'stdout' | 'stderr',
  color: 'auto' | 'always' | 'never' | undefined,
  { env, terminal }: CliIo,
): Paint {
  return wantsColor(color, env, terminal?.[stream] === true)
    ? (style, text) => styleText(style, text, { validateStream: false })
    : unpainted;
}

function wantsColor(color: string | undefined, env: CliIo['env'], isTerminal: boolean): boolean {
  if (color === 'always' || color === 'never') return color === 'always';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
