import { utf8Length } from './bytes.ts';
import { codePoint } from './display.ts';
import { l10n } from './l10n.ts';

/** Why a path is not fit to travel between machines. */
interface PathFault {
  /** `NAME_…`, the codes of `ArchiveError`. */
  readonly code: string;
  /** What is wrong, to follow "the name": no subject, no full stop. */
  readonly reason: string;
}

/** Longest name of one file or folder: the limit of ext4, APFS and NTFS (there in UTF-16 units, which are fewer). */
const maxSegmentBytes = 255;
/** Longest relative path: what is left of macOS' PATH_MAX of 1,024 counts as too long anyway. */
const maxPathBytes = 1024;

// Also before an extension, with blanks between.
const reservedOnWindows = /^(?:con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;
// Control characters (C0, DEL, C1) and the line separators.
const control = /[\p{Cc}\u2028\u2029]/u;
// Characters that are not seen or that turn the text around: format characters (bidi marks, zero width, tags), fillers.
const invisible = /[\p{Cf}\u115f\u1160\u3164\uffa0]/u;
const loneSurrogate = /\p{Cs}/u;

/**
 * How two names are compared on macOS, Windows and a Linux that does not tell case: equal keys are one file on some of
 * them. Upper case comes first, for it knows that `ς` is `σ`, `ſ` is `s` and `ß` is `ss`.
 */
export function collisionKey(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** A path, and the other one that it would be the same file as. */
interface Collision {
  readonly path: string;
  readonly twin: string;
}

/** Paths that would be one file on macOS or Windows, a file and a folder included; linear in their lengths. */
export function* findCollisions(paths: readonly string[]): Generator<Collision, undefined> {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const key = collisionKey(path);
    const twin = seen.get(key);
    if (twin !== undefined) yield { path, twin };
    else seen.set(key, path);
  }
  for (const path of paths) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const twin = seen.get(collisionKey(path.slice(0, slash)));
      if (twin !== undefined) yield { path, twin };
    }
  }
  return undefined;
}

/** The name with everything that is not plainly visible escaped, cut at `longest` characters: fit for a message. */
export function visiblePath(path: string, longest = 100): string {
  const cut = path.length > longest ? `${path.slice(0, longest - 1)}…` : path;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0\ufffd]/gu, codePoint);
}

/** Two names of one file, fit for a message: what only differs in how its characters are composed as code points. */
export function visibleTwins({ path, twin }: Collision): readonly [path: string, twin: string] {
  const alike = path.normalize('NFC') === twin.normalize('NFC');
  const show = (name: string): string => visiblePath(alike ? name.replace(/[^\x20-\x7e]/gu, codePoint) : name);
  return [show(path), show(twin)];
}

/**
 * What makes a relative path with `/` separators unsafe or unusable on Linux, macOS or Windows; `undefined` when
 * nothing does. Judges the whole path: no `..`, not absolute, no character that some system forbids, no name that some
 * system reserves.
 */
export function pathFault(path: string): PathFault | undefined {
  if (path.length > maxPathBytes || utf8Length(path) > maxPathBytes)
    return { code: 'NAME_TOO_LONG', reason: l10n.t`is longer than ${maxPathBytes} bytes` };
  if (loneSurrogate.test(path)) return { code: 'NAME_ENCODING', reason: l10n.t`is not valid Unicode` };
  if (control.test(path)) return { code: 'NAME_CONTROL', reason: l10n.t`contains a control character` };
  if (path.includes('\\'))
    return { code: 'NAME_BACKSLASH', reason: l10n.t`contains a backslash, which Windows reads as a folder separator` };
  if (path.startsWith('/') || /^[A-Za-z]:\//.test(path))
    return { code: 'NAME_ABSOLUTE', reason: l10n.t`is an absolute path` };
  if (invisible.test(path))
    return { code: 'NAME_INVISIBLE', reason: l10n.t`contains an invisible or text-reversing character` };
  for (const segment of path.split('/')) {
    const fault = segmentFault(segment);
    if (fault) return fault;
  }
  return undefined;
}

/** What keeps a path as it is written on disk from being sent: `pathFault` of its composed form, or lost bytes. */
export function sentPathFault(path: string): PathFault | undefined {
  return path.includes('\ufffd')
    ? { code: 'NAME_ENCODING', reason: l10n.t`is not valid UTF-8` }
    : pathFault(path.normalize('NFC'));
}

function segmentFault(segment: string): PathFault | undefined {
  if (segment === '') return { code: 'NAME_EMPTY', reason: l10n.t`has an empty part` };
  if (segment === '.') return { code: 'NAME_DOT', reason: l10n.t`has the part “.”` };
  if (segment === '..') return { code: 'NAME_TRAVERSAL', reason: l10n.t`leads out of the folder with “..”` };
  if (segment === '__proto__') return { code: 'NAME_PROTO', reason: l10n.t`has the part “__proto__”` };
  const forbidden = /[<>:"|?*]/.exec(segment)?.[0];
  if (forbidden !== undefined)
    return { code: 'NAME_CHARACTER', reason: l10n.t`contains ${forbidden}, which Windows does not allow` };
  if (/[. ]$/.test(segment))
    return { code: 'NAME_TRAILING', reason: l10n.t`ends in a period or a space, which Windows drops` };
  if (reservedOnWindows.test(segment)) return { code: 'NAME_RESERVED', reason: l10n.t`is reserved on Windows` };
  if (utf8Length(segment) > maxSegmentBytes)
    return { code: 'NAME_TOO_LONG', reason: l10n.t`has a part longer than ${maxSegmentBytes} bytes` };
  return undefined;
}
