import { withoutEnd } from '../text/ends.ts';
import { nameMaxCharacters } from './limits.ts';

/** The nearest valid name to `text`, lower case with single hyphens; `undefined` when nothing of it can be kept. */
export function toSkillName(text: string): string | undefined {
  const ascii = text.normalize('NFKD').replace(/\p{M}/gu, '');
  const spaced = ascii.replace(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase();
  const name = withoutEnd(
    spaced
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, nameMaxCharacters),
    /-/,
  );
  return name === '' ? undefined : name;
}
