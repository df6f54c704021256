import type { FolderContent } from '../../core/workspace/folderContent.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import type { JudgeRequest } from '../../core/workspace/skillJudge.ts';
import type { DiskPlace } from '../disk/diskSources.ts';

/** What the worker that judges is started with. */
export interface JudgeOptions {
  /** Where reports are kept between runs; nowhere when left out. */
  readonly store?: string | undefined;
}

/** A folder on disk, which the worker reads itself, or what somebody else read of it. */
export type Material = { readonly place: DiskPlace } | { readonly content: FolderContent };

export type ToJudge =
  | { readonly type: 'judge'; readonly id: number; readonly request: JudgeRequest; readonly material: Material }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'changed'; readonly folder: string; readonly path: string | undefined }
  | { readonly type: 'forget'; readonly folder: string }
  | { readonly type: 'close' };

export type FromJudge =
  | { readonly type: 'report'; readonly id: number; readonly report: SkillReport }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly isUnreadable: boolean };
