import type * as core from './core.ts';

export type Core = typeof core;

/** Loads the parsers on first use, so that activation costs nothing. */
export function loadCore(): Promise<Core> {
  return import('./openCore.ts').then(({ openCore }) => openCore());
}
