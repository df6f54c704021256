export type ScalarKind = 'text' | 'number' | 'boolean' | 'date' | 'null';

/** What a YAML reader makes of an unquoted scalar. */
interface ScalarReading {
  readonly kind: ScalarKind;
  /** The value that is read, when it does not look like what is written (`1.10` is read as `1.1`). */
  readonly reads: string | undefined;
}

const text: ScalarReading = { kind: 'text', reads: undefined };
const integer = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const float = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?$|^[-+]?[0-9]+[eE][-+]?[0-9]+$/;

/**
 * Reads an unquoted scalar as the strictest of the public readers would: YAML 1.1 with the resolvers of PyYAML, which
 * the vendor's packaging check uses, together with the core schema of YAML 1.2.
 */
export function readScalar(source: string): ScalarReading {
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return { kind: 'null', reads: 'nothing' };
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(source))
    return { kind: 'boolean', reads: ifDifferent(source, 'true') };
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(source))
    return { kind: 'boolean', reads: ifDifferent(source, 'false') };
  if (/^\d{4}-\d\d?-\d\d?(?:$|[Tt \t])/.test(source)) return { kind: 'date', reads: 'a date' };
  return readNumber(source);
}

function readNumber(source: string): ScalarReading {
  if (!/^[-+.\d]/.test(source) || source.length > 64) return text;
  if (integer.test(source) || float.test(source)) {
    return { kind: 'number', reads: ifDifferent(source, String(Number(source.replaceAll('_', '')))) };
  }
  const octal = /^([-+]?)0o?([0-7_]+)$/.exec(source);
  if (octal)
    return {
      kind: 'number',
      reads: `${octal[1] === '-' ? '-' : ''}${Number.parseInt((octal[2] ?? '').replaceAll('_', ''), 8)}`,
    };
  if (/^[-+]?0x[0-9a-fA-F_]+$|^[-+]?0b[01_]+$/.test(source)) return { kind: 'number', reads: 'a number' };
  if (/^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(source))
    return { kind: 'number', reads: 'a number (base 60)' };
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(source)) return { kind: 'number', reads: 'a number' };
  return text;
}

function ifDifferent(source: string, reads: string): string | undefined {
  return source === reads ? undefined : reads;
}
