import type { Range } from '../../skill/problem.ts';

/** A text that stands in a program, with what surrounds it. */
export interface CodeText {
  /** Escapes are kept as they are written; what is computed inside is written as `{}`. */
  readonly value: string;
  /** Of the literal, quotes included. */
  readonly range: Range;
  /** A text without escapes, as regular expressions are written. */
  readonly raw: boolean;
  /** Dotted name of the nearest call that it is an argument of; '' outside of calls. */
  readonly call: string;
  /** Name of the keyword argument, of the property or of the header it is the value of; '' for none. */
  readonly key: string;
  /** Name of the variable or property that is assigned; '' when it is not part of an assignment. */
  readonly target: string;
  /** True for an element of a list, of a set, and for a key or value of a map. */
  readonly listed: boolean;
  /** True for a value of a map that has numbers or switches as well, as a configuration has, outside of a call. */
  readonly configured: boolean;
  /** True for a text that is compared, not used: `x in "…"`, `a == "…"`. */
  readonly compared: boolean;
}

export interface CodeArgument {
  /** Keyword, or '' for one by position. */
  readonly name: string;
  /** Value of a text literal; `undefined` for anything else. */
  readonly text: string | undefined;
  /** Text literals of a list literal; `undefined` for anything else. */
  readonly list: readonly (string | undefined)[] | undefined;
  /** As it is written, cut to 1,000 characters. */
  readonly source: string;
  readonly range: Range;
}

export interface CodeCall {
  /** Dotted name: `subprocess.run`, `open`, `.option` when it is called on what another call returned. */
  readonly name: string;
  readonly range: Range;
  readonly arguments: readonly CodeArgument[];
}

export interface CodeImport {
  /** As it is written: `a.b`, `./x.js`, `node:fs`, `.local`. */
  readonly module: string;
  /** What is taken from it by name. */
  readonly names: readonly string[];
  /** Names that calls use for the module itself or what is taken from it, with what they stand for. */
  readonly aliases: readonly (readonly [local: string, name: string])[];
  readonly range: Range;
  /** In a `try`: the program goes on without it. */
  readonly guarded: boolean;
}

export interface NamedPlace {
  readonly name: string;
  readonly range: Range;
}

/** What a program of any language holds, as far as a release may change its meaning. In the order of the text. */
export interface Program {
  readonly texts: readonly CodeText[];
  readonly calls: readonly CodeCall[];
  readonly imports: readonly CodeImport[];
  /** Functions and classes at the top level that others may use. */
  readonly exports: readonly NamedPlace[];
  /** Environment variables that are read, and those that the program sets itself. */
  readonly reads: readonly NamedPlace[];
  readonly sets: ReadonlySet<string>;
  /** Names by which something is taken out of a map or an object. */
  readonly keys: ReadonlySet<string>;
  /** Positions of the arguments of the command line that are read: 1 is the first. */
  readonly positions: readonly (Range & { readonly position: number })[];
  /** Names of functions defined anywhere in it. */
  readonly functions: ReadonlySet<string>;
}

/** UTF-16 units of one program that are parsed: hostile text of this length takes less than half a second. */
export const maxProgramLength = 262_144;
