import type { RemoteSkill, RemoteVersion } from '../registry/model.ts';

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

/** The row that loads the next page of skills, or of one skill's versions. */
export interface MoreNode {
  readonly kind: 'more';
  readonly connectionId: string;
  readonly skill: RemoteSkill | undefined;
}

/** A row of the registry view, as data. Commands of the view get these. */
export type RegistryNode = SkillNode | VersionNode | MoreNode;

export function isSkillNode(value: unknown): value is SkillNode {
  return isNode(value) && value.kind === 'skill';
}

export function isVersionNode(value: unknown): value is VersionNode {
  return isNode(value) && value.kind === 'version';
}

export function isMoreNode(value: unknown): value is MoreNode {
  return isNode(value) && value.kind === 'more';
}

function isNode(value: unknown): value is RegistryNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'connectionId' in value;
}

/** Stable over refreshes; unique in the view. */
export function nodeId(node: RegistryNode): string {
  switch (node.kind) {
    case 'skill':
      return `${node.connectionId}/${node.skill.id}`;
    case 'version':
      return `${node.connectionId}/${node.skill.id}/${node.version.ref}`;
    case 'more':
      return `${node.connectionId}/${node.skill?.id ?? ''}/+more`;
  }
}
