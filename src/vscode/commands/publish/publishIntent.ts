import type * as vscode from 'vscode';
import type { Connection } from '../../host/connection.ts';
import type { PublishChoices } from '../../../core/publish/guards.ts';
import { uriName } from '../../host/uris.ts';

/** Where the content of a publish comes from: a folder of the workspace, or a version that is published already. */
export type PublishSource =
  | { readonly kind: 'folder'; readonly folder: vscode.Uri }
  | {
      readonly kind: 'version';
      readonly connection: Connection;
      readonly skillId: string;
      readonly ref: string;
      /** For people. */
      readonly label: string;
      /** Display name of the skill, for a new skill made of it. */
      readonly title?: string | undefined;
    };

/** What one publish is about, as it stands after the user's decisions so far. */
export interface PublishIntent {
  readonly source: PublishSource;
  readonly connection: Connection;
  readonly choices: PublishChoices;
  readonly note: string | undefined;
  /** Display name of a new skill; the name in SKILL.md when left out. */
  readonly label?: string | undefined;
}

/** Name of the source in messages. */
export function sourceName(source: PublishSource): string {
  return source.kind === 'folder' ? uriName(source.folder) : source.label;
}
