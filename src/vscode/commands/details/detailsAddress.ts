import { fromAuthority, toAuthority } from '../../host/publishedAddress.ts';
import { detailsScheme } from '../../host/schemes.ts';

/** What a page is about: a published skill, or a folder wherever it is published. */
export type DetailsSubject =
  | { readonly kind: 'skill'; readonly connectionId: string; readonly skillId: string }
  /** `folder`: its URI as text. */
  | { readonly kind: 'folder'; readonly folder: string };

/** The parts of a URI that `vscode.Uri.from` takes. */
interface DetailsParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** @param name What the tab is called by. */
export function toDetailsParts(subject: DetailsSubject, name: string): DetailsParts {
  const key = subject.kind === 'skill' ? [subject.skillId, subject.connectionId] : ['', subject.folder];
  const shown = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').slice(0, 64) || 'skill';
  return { scheme: detailsScheme, authority: toAuthority(key.join('\n')), path: `/${shown}.md` };
}

/** `undefined` for a URI that `toDetailsParts` does not make. */
export function parseDetailsParts({ authority }: Pick<DetailsParts, 'authority'>): DetailsSubject | undefined {
  const [skillId, place, ...more] = fromAuthority(authority)?.split('\n') ?? [];
  if (skillId === undefined || place === undefined || more.length > 0) return undefined;
  return skillId === '' ? { kind: 'folder', folder: place } : { kind: 'skill', connectionId: place, skillId };
}
