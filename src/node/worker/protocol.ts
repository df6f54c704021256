import type { ImpactAnswer, ImpactQuestion } from '../../core/impact/impact.ts';
import type { Confusion } from '../../core/listing/confusable.ts';
import type { ConfusionQuestion } from '../../core/listing/confusionOf.ts';
import type { FolderContent } from '../../core/workspace/folderContent.ts';
import type { SkillReading } from '../../core/workspace/readSkill.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import type { JudgeRequest } from '../../core/workspace/skillJudge.ts';
import type { Translations } from '../../core/text/l10n.ts';
import type { DiskPlace } from '../disk/diskSources.ts';

/** What the worker that judges is started with. */
export interface JudgeOptions {
  /** Of its `Pulse`. */
  readonly pulse: SharedArrayBuffer;
  /** Where reports are kept between runs; nowhere when left out. */
  readonly store?: string | undefined;
  /** What it speaks; English when left out. */
  readonly translations?: Translations | undefined;
}

/** A folder on disk, which the worker reads itself, or what somebody else read of it. */
export type Material = { readonly place: DiskPlace } | { readonly content: FolderContent | SkillReading };

export interface JudgeMessage {
  readonly type: 'judge';
  readonly id: number;
  readonly request: JudgeRequest;
  readonly material: Material;
}

export type ToJudge =
  | JudgeMessage
  | { readonly type: 'impact'; readonly id: number; readonly question: ImpactQuestion }
  | { readonly type: 'confusion'; readonly id: number; readonly question: ConfusionQuestion }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'changed'; readonly folder: string; readonly path: string | undefined }
  | { readonly type: 'forget'; readonly folder: string }
  | { readonly type: 'close' };

export type FromJudge =
  | { readonly type: 'report'; readonly id: number; readonly report: SkillReport }
  | { readonly type: 'impact'; readonly id: number; readonly answer: ImpactAnswer }
  | { readonly type: 'confusion'; readonly id: number; readonly answer: Confusion }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly isUnreadable: boolean };
