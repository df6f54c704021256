import type { EntryNode, MoreNode, RegistryNode, SkillNode, VersionNode } from '../host/registryNode.ts';
import { entriesOf } from '../host/versionFiles.ts';
import type { RemoteSkill } from '../../core/registry/model.ts';
import type { Listed } from './registryListing.ts';

type Shown<T> = Pick<Listed<T>, 'items' | 'nextPage'>;

/** The first `shown` skills, and a row for the rest. */
export function skillRows(
  connectionId: string,
  { items, nextPage }: Shown<RemoteSkill>,
  shown: number,
): RegistryNode[] {
  const rows: RegistryNode[] = items
    .slice(0, shown)
    .map((skill): SkillNode => ({ kind: 'skill', connectionId, skill }));
  if (items.length > shown || nextPage !== undefined)
    rows.push({ kind: 'more', connectionId, skill: undefined } satisfies MoreNode);
  return rows;
}

/** The first `shown` versions of a skill, and a row for the rest. */
export function versionRows(
  { connectionId, skill }: SkillNode,
  { items, nextPage }: Shown<VersionNode['version']>,
  shown: number,
): RegistryNode[] {
  const rows: RegistryNode[] = items
    .slice(0, shown)
    .map((version): VersionNode => ({ kind: 'version', connectionId, skill, version }));
  if (items.length > shown || nextPage !== undefined)
    rows.push({ kind: 'more', connectionId, skill } satisfies MoreNode);
  return rows;
}

/** What a version or one of its folders holds directly. */
export function entryRows(node: VersionNode | EntryNode, files: readonly { readonly path: string }[]): RegistryNode[] {
  const { connectionId, skill, version } = node;
  return entriesOf(files, node.kind === 'version' ? '' : node.path).map(
    ({ kind, path }): EntryNode => ({ kind, connectionId, skill, version, path }),
  );
}
