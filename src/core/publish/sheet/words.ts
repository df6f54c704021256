import { l10n } from '../../text/l10n.ts';
import type { PublishPlan } from '../plan.ts';
import { pointMaxCharacters } from './model.ts';

export function errorsOf({ problems }: PublishPlan): PublishPlan['problems'] {
  return problems.filter(({ severity, code }) => severity === 'error' && !code.startsWith('secret/'));
}

export function placeName(place: { readonly path: string; readonly line?: number | undefined } | undefined): string {
  if (!place) return l10n.t`a file`;
  return `${tail(place.path)}${place.line === undefined ? '' : `:${place.line}`}`;
}

/** The end of a path, with so many folders as fit. */
export function tail(path: string): string {
  const name = path.split('/').at(-1) ?? path;
  return path.length <= 32 ? path : name.length <= 32 ? `…/${name}` : `…${name.slice(-31)}`;
}

export function short(name: string): string {
  return name.length <= 24 ? name : `${name.slice(0, 23)}…`;
}

export function clip(text: string): string {
  return text.length <= pointMaxCharacters ? text : `${text.slice(0, pointMaxCharacters - 1)}…`;
}
