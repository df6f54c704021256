import type { PublishChoices } from '../guards.ts';
import type { SecretFinding } from '../../bundle/secrets.ts';
import type { Finding, ImpactClass } from '../../impact/model.ts';
import type { PreparedPublish, PublishPlan } from '../plan.ts';

/** Characters of a row that a list of usual width shows whole. */
export const pointMaxCharacters = 60;

/** What a publish is about. The first one that applies leads: it decides which row Enter takes. */
export type SheetCase =
  | 'unsettled'
  | 'nothing'
  | 'missing'
  | 'readOnly'
  | 'ownKey'
  | 'notScanned'
  | 'tooCostly'
  | 'tooLarge'
  | 'errors'
  | 'dirty'
  | 'secret'
  | 'gone'
  | 'renamed'
  | 'sameName'
  | 'newer'
  | 'unchanged'
  | 'production'
  | 'impact'
  | 'changed'
  | 'new';

/** What a row does. All but `say` close the sheet; `changes` and `package` bring it back when they are closed. */
export type SheetAction =
  | { readonly kind: 'publish'; readonly choices: PublishChoices; readonly ask?: SecondQuestion }
  | { readonly kind: 'replan'; readonly choices: PublishChoices }
  /** Asks why this place holds no secret, and plans again. */
  | { readonly kind: 'allow'; readonly place: SecretFinding }
  /** Asks why this change is meant, and plans again. */
  | { readonly kind: 'accept'; readonly change: Finding }
  /** `line` counts from 1. */
  | { readonly kind: 'open'; readonly path: string; readonly line: number | undefined }
  | { readonly kind: 'changes' | 'package' }
  /** Shows where the changes of this class are. */
  | { readonly kind: 'impact'; readonly class: ImpactClass }
  | {
      readonly kind:
        | 'problems'
        | 'note'
        | 'copyNote'
        | 'displayName'
        | 'target'
        | 'update'
        | 'settle'
        | 'sourceControl'
        | 'say';
    };

export type SheetIcon = 'publish' | 'add' | 'warning' | 'error' | 'info' | 'look' | 'file' | 'change' | 'update';

export interface SheetRow {
  /** Unique in a sheet. */
  readonly id: string;
  readonly icon: SheetIcon;
  /** At most 60 characters. */
  readonly label: string;
  /** The same as the button of a dialog; `label` when left out. */
  readonly button?: string;
  readonly description?: string | undefined;
  /** The whole sentence, for those who read on. */
  readonly detail?: string | undefined;
  readonly action: SheetAction;
}

/** Asked before something that cannot be taken back. The safe answer is the one that has the keyboard. */
export interface SecondQuestion {
  readonly message: string;
  readonly detail: string;
  readonly safe: { readonly label: string; readonly action: SheetAction };
  /** Label of the button that publishes. */
  readonly go: string;
}

export interface Sheet {
  readonly case: SheetCase;
  readonly title: string;
  /** The rows in order, by group; a group without a title is the first one. */
  readonly groups: readonly { readonly title: string; readonly rows: readonly SheetRow[] }[];
  /** `id` of the row that Enter takes: it publishes only in the cases `new` and `changed`. */
  readonly preselected: string;
}

/** Which changes for users are confirmed before a publish: none, those that must be seen, or all that are shown. */
export type ConfirmImpact = 'none' | 'high' | 'all';

export interface SheetOptions {
  readonly choices: PublishChoices;
  /** `undefined`: a version that is published again has no folder to open or update. */
  readonly fromFolder: boolean;
  /** An earlier upload of this folder may still arrive. */
  readonly unsettled: boolean;
  /** The content is another one than was shown before. */
  readonly changedMeanwhile: boolean;
  readonly confirmImpact: ConfirmImpact;
  /** Display name that a new skill would get, when the user chose one. */
  readonly displayName: string | undefined;
  /** An ISO 8601 time as people say it: `3 min. ago`. */
  readonly ago: (iso: string) => string;
}

export type RowName =
  | 'publish'
  | 'despite'
  | 'changes'
  | 'package'
  | 'open'
  | 'allow'
  | 'accept'
  | 'update'
  | 'asNew'
  | 'sameName'
  | 'target'
  | 'settle'
  | 'sourceControl';

export interface Facts {
  readonly prepared: PreparedPublish;
  readonly plan: PublishPlan;
  readonly options: SheetOptions;
}
