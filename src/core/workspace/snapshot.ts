import { fingerprintOfHashes } from '../bundle/fingerprint.ts';
import type { Problem } from '../skill/problem.ts';
import type { FolderContent } from './folderContent.ts';
import { toReading } from './judge.ts';
import { contentKeyOfHashes, type SkillReading } from './readSkill.ts';

/**
 * A skill as it was at one moment: the bytes that are packed, compared or replaced, and the verdict on exactly these.
 */
export interface SkillSnapshot extends SkillReading, Pick<FolderContent, 'archive'> {
  /** Of `files`. */
  readonly fingerprint: string;
  /** The fingerprint of the same content with LF line ends. */
  readonly contentKey: string;
  /**
   * What is wrong with it for the Skills API, its neighbors considered where they are known. `publishedName`: the name
   * of the skill that it would be a version of. Throws the signal's reason.
   */
  judge(publishedName?: string, signal?: AbortSignal): Promise<readonly Problem[]>;
}

/** Says what is wrong with a reading. */
type ReadingJudge = (
  reading: SkillReading,
  publishedName: string | undefined,
  signal: AbortSignal | undefined,
) => Promise<readonly Problem[]>;

/** What was read, with whoever judges it. */
export function toSnapshot(content: FolderContent, judge: ReadingJudge): SkillSnapshot {
  const reading = toReading(content);
  return {
    ...reading,
    archive: content.archive,
    fingerprint: fingerprintOfHashes(reading.read),
    contentKey: contentKeyOfHashes(reading.read),
    judge: (publishedName, signal) => judge(reading, publishedName, signal),
  };
}
