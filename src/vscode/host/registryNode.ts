import type { RemoteSkill, RemoteVersion } from '../../core/registry/model.ts';

export interface SkillNode {
  readonly kind: 'skill';
  readonly connectionId: string;
  readonly skill: RemoteSkill;
}

export interface VersionNode {
  readonly kind: 'version';
  readonly connectionId: string;
  readonly skill: RemoteSkill;
  readonly version: RemoteVersion;
}

/** A file or folder of a published version. */
export interface EntryNode {
  readonly kind: 'file' | 'folder';
  readonly connectionId: string;
  readonly skill: RemoteSkill;
  readonly version: RemoteVersion;
  /** Relative to the skill, `/` separators. */
  readonly path: string;
}

/** The row that loads the next page of skills, or of one skill's versions. */
export interface MoreNode {
  readonly kind: 'more';
  readonly connectionId: string;
  readonly skill: RemoteSkill | undefined;
}

/** A row that says what could not be loaded, with the command that mends it. */
export interface NoticeNode {
  readonly kind: 'notice';
  readonly connectionId: string;
  readonly skill: RemoteSkill | undefined;
  readonly version: RemoteVersion | undefined;
  /** One sentence. */
  readonly text: string;
  readonly action: NoticeAction;
}

export interface NoticeAction {
  readonly title: string;
  readonly command: string;
}

/** A row of the registry view, as data. Commands of the view get these. */
export type RegistryNode = SkillNode | VersionNode | EntryNode | MoreNode | NoticeNode;

const kinds: ReadonlySet<unknown> = new Set<RegistryNode['kind']>([
  'skill',
  'version',
  'file',
  'folder',
  'more',
  'notice',
]);

export function isRegistryNode(value: unknown): value is RegistryNode {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'connectionId' in value && kinds.has(value.kind)
  );
}

export function isSkillNode(value: unknown): value is SkillNode {
  return isRegistryNode(value) && value.kind === 'skill';
}

export function isVersionNode(value: unknown): value is VersionNode {
  return isRegistryNode(value) && value.kind === 'version';
}

export function isEntryNode(value: unknown): value is EntryNode {
  return isRegistryNode(value) && (value.kind === 'file' || value.kind === 'folder');
}

export function isMoreNode(value: unknown): value is MoreNode {
  return isRegistryNode(value) && value.kind === 'more';
}

export function isNoticeNode(value: unknown): value is NoticeNode {
  return isRegistryNode(value) && value.kind === 'notice';
}

/**
 * Stable over refreshes; unique in the view. Ids hold neither `?` nor `/` (`isId`), so rows that are no skill cannot
 * meet one.
 */
export function nodeId(node: RegistryNode): string {
  const skill = `${node.connectionId}/${node.skill?.id ?? ''}`;
  switch (node.kind) {
    case 'skill':
      return skill;
    case 'version':
      return `${skill}/${node.version.ref}`;
    case 'file':
    case 'folder':
      return `${skill}/${node.version.ref}/${node.path}`;
    case 'more':
      return `${skill}/?more`;
    case 'notice':
      return `${skill}/${node.version?.ref ?? ''}?notice`;
  }
}
