import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import type { Registry } from '../../../core/registry/registry.ts';
import type { Connection } from '../../host/connection.ts';

/** An own skill with every version it has at this moment. */
export interface DeletionSubject {
  readonly connection: Connection;
  readonly registry: Registry;
  readonly skill: RemoteSkill;
  /** Newest first. */
  readonly versions: readonly RemoteVersion[];
  readonly label: string;
}
