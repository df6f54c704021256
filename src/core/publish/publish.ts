import type { Upload } from '../registry/model.ts';
import { isGone, RegistryError } from '../registry/errors.ts';
import type { Registry } from '../registry/registry.ts';
import type { Delay } from '../registry/retry.ts';
import { toSkillName } from '../skill/skillName.ts';
import { toAttempt, toEntry, toRemembered, type Attempt, type Present } from './attempt.ts';
import type { PublishLock } from './publishLock.ts';
import type { KeptFacts } from '../impact/keptFacts.ts';
import { failureToRecord, notRecorded, recordPublished, type LedgerEntry, type LedgerFile } from './ledger.ts';
import { canceled, notKnown, notPublished, refused, type PublishOutcome } from './outcome.ts';
import type { PreparedPublish, PublishPlan } from './plan.ts';
import { newSince, reconcile } from './reconcile.ts';
import {
  downloadWith,
  listAllVersions,
  newestOwnSkills,
  newestVersions,
  type Newest,
  type ReadVersion,
} from './remote.ts';
import { l10n } from '../text/l10n.ts';

/** What a publish is doing. `sent` and `total` are bytes, while it uploads. */
export interface PublishProgress {
  readonly phase: 'checking' | 'uploading' | 'confirming';
  readonly sent?: number;
  readonly total?: number;
}

export interface PublishInput {
  readonly prepared: PreparedPublish;
  readonly registry: Registry;
  readonly lock: PublishLock;
  /** Where the publish is remembered; left out: nowhere. */
  readonly ledger?: LedgerFile | undefined;
  /** Where what the next comparison needs of the version is kept; left out: nowhere. */
  readonly kept?: KeptFacts | undefined;
  readonly readVersion?: ReadVersion | undefined;
  readonly onProgress?: ((progress: PublishProgress) => void) | undefined;
  /**
   * Called right before the upload begins, which waits for it: from then on only the outcome tells whether it arrived.
   * Nothing is sent when it fails.
   */
  readonly onSend?: ((attempt: Attempt) => Promise<void>) | undefined;
  /** Cancels. Once bytes have left, what became of them is still found out. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Gives up finding out what became of an upload, which may take a minute and a half where nothing answers: the
   * outcome is `unknown` at once. Aborting it before the upload has left does nothing; abort `signal` for that, and
   * this one when the user asks a second time.
   */
  readonly giveUp?: AbortSignal | undefined;
  readonly delay?: Delay | undefined;
  readonly now?: (() => Date) | undefined;
}

/**
 * Does what a plan says: one look whether it still holds, one upload, no repetition. After an answer that says neither
 * yes nor no it finds out by listing. Rejects only for bugs; throws when the plan has blockers.
 */
export async function publish(input: PublishInput): Promise<PublishOutcome> {
  const { plan } = input.prepared;
  if (plan.blockers.length > 0) throw new Error('A plan with blockers was to be published.');
  const keys = [
    `${plan.connection.key} folder ${plan.folder}`,
    `${plan.connection.key} name ${plan.name ?? ''}`,
    ...(plan.target.skillId === undefined ? [] : [`${plan.connection.key} skill ${plan.target.skillId}`]),
  ];
  const entered = input.lock.enter(keys, plan.name ?? plan.folder);
  if ('busy' in entered)
    return { kind: 'busy', message: l10n.t`“${entered.busy}” is being published. Wait until that is done.` };
  try {
    return await run(input);
  } finally {
    entered.release();
  }
}

async function run(input: PublishInput): Promise<PublishOutcome> {
  const { plan, upload } = input.prepared;
  if (!upload) throw new Error('A plan without an upload was to be published.');
  input.onProgress?.({ phase: 'checking' });
  // Made by now, or nearly: nothing is noted and nothing is sent before it is there.
  const ready: Upload = { fileName: upload.fileName, bytes: await upload.bytes };
  let before: Newest<Present> | { readonly stale: string };
  try {
    before = await lookBefore(input);
  } catch (error) {
    if (input.signal?.aborted === true) return canceled();
    if (!(error instanceof RegistryError)) throw error;
    return notPublished('notSent', l10n.t`Nothing was published: ${error.message}`, error);
  }
  if ('stale' in before) return { kind: 'stale', message: before.stale };
  if (input.signal?.aborted === true) return canceled();
  const unnoted = await note(input, before.items);
  if (unnoted !== undefined)
    return notPublished(
      'notSent',
      l10n.t`Nothing was published, because the upload could not be recorded (${unnoted}).`,
      undefined,
    );
  try {
    const { skillId, version } = await sendUpload(input, ready);
    return await published(input, skillId, version, 'answered');
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    if (error.details.outcome !== 'unknown') return refused(input.prepared.skill.text, error);
    input.onProgress?.({ phase: 'confirming' });
    const finding = await reconcile({
      registry: input.registry,
      fingerprint: plan.fingerprint,
      read: input.readVersion ?? downloadWith(input.registry),
      delay: input.delay,
      signal: input.giveUp,
      before: { skillId: plan.target.skillId, name: plan.name ?? '', isNew: newSince(before) },
    });
    return finding.kind === 'found'
      ? await published(input, finding.skillId, finding.version, 'found')
      : notKnown(plan, error, finding, input.signal);
  }
}

/** Why it could not be noted that the upload is sent; `undefined`: it was. */
function note({ prepared, onSend, now }: PublishInput, before: readonly Present[]): Promise<string | undefined> {
  return failureToRecord(async () => onSend?.(toAttempt(prepared.plan, before, now?.() ?? new Date())));
}

/** The newest that is there right before the upload; `stale` when it is no longer what the plan was made for. */
async function lookBefore({
  prepared,
  registry,
  signal,
}: PublishInput): Promise<Newest<Present> | { readonly stale: string }> {
  const { target, name } = prepared.plan;
  if (target.kind === 'newVersion' && target.skillId !== undefined) {
    try {
      const { latestVersion } = await registry.retrieveSkill(target.skillId, { signal });
      if (latestVersion !== target.latestVersion) {
        return {
          stale:
            latestVersion === undefined
              ? l10n.t`Nothing was published: all versions were deleted after the plan was made. Review the updated plan.`
              : l10n.t`Nothing was published: another version became the latest after the plan was made. Review the updated plan.`,
        };
      }
    } catch (error) {
      if (!isGone(error)) throw error;
      return {
        stale: l10n.t`Nothing was published: the skill “${target.label ?? name ?? ''}” was deleted after the plan was made. Review the updated plan.`,
      };
    }
    const versions = await newestVersions(registry, target.skillId, signal);
    return { ...versions, items: versions.items.map(({ ref, createdAt }) => ({ address: ref, createdAt })) };
  }
  const skills = await newestOwnSkills(registry, { signal });
  const twin = skills.items.find(
    ({ id, label }) =>
      label !== undefined && toSkillName(label) === name && !target.sameName.some(({ skillId }) => skillId === id),
  );
  if (twin && target.source !== 'chosen')
    return {
      stale: l10n.t`Nothing was published: a skill named “${name ?? ''}” was published after the plan was made. Review the updated plan.`,
    };
  return { ...skills, items: skills.items.map(({ id, createdAt }) => ({ address: id, createdAt })) };
}

async function sendUpload(
  { prepared: { plan }, registry, signal, onProgress }: PublishInput,
  upload: Upload,
): Promise<{ skillId: string; version: string }> {
  const options = {
    signal,
    onProgress: (sent: number, total: number) => onProgress?.({ phase: 'uploading', sent, total }),
  };
  if (plan.target.skillId !== undefined) {
    const { skillId, ref } = await registry.createVersion(plan.target.skillId, upload, options);
    return { skillId, version: ref };
  }
  const skill = await registry.createSkill(upload, { ...options, label: plan.request?.label });
  if (skill.latestVersion !== undefined) return { skillId: skill.id, version: skill.latestVersion };
  // It is there; only its version is not known yet. Whatever goes wrong now, the upload was not refused.
  const versions = await listAllVersions(registry, skill.id).catch((error: unknown) => {
    if (!(error instanceof RegistryError)) throw error;
    throw new RegistryError(error.kind, error.message, { ...error.details, outcome: 'unknown' });
  });
  const [first] = versions.items;
  if (!first)
    throw new RegistryError('shape', l10n.t`The skill was created but shows no version.`, { outcome: 'unknown' });
  return { skillId: skill.id, version: first.ref };
}

async function published(
  input: PublishInput,
  skillId: string,
  version: string,
  how: 'answered' | 'found',
): Promise<PublishOutcome> {
  const { plan } = input.prepared;
  const { kept } = input.prepared;
  const [failure] = await Promise.all([
    remember(input, skillId, version),
    kept === undefined ? undefined : input.kept?.write(plan.fingerprint, kept),
  ]);
  const message = [
    l10n.t`Published ${plan.name ?? skillId} to ${plan.connection.name}.`,
    how === 'found' ? l10n.t`The response was lost; the version was found by its content.` : '',
    failure === undefined ? '' : notRecorded(failure),
  ];
  const said = message.filter((sentence) => sentence !== '').join(' ');
  return { kind: 'published', skillId, version, how, message: said, ledgerFailure: failure };
}

/** Why the ledger could not be written; `undefined`: it was, or there is none. */
async function remember(
  { prepared, ledger, now }: PublishInput,
  skillId: string,
  version: string,
): Promise<string | undefined> {
  if (!ledger) return undefined;
  const { plan } = prepared;
  const facts = {
    ...toRemembered(plan),
    action: { kind: 'publish' },
    contentKey: plan.contentKey,
    allowedSecrets: plan.allowedSecrets,
    acceptedChanges: plan.acceptedChanges,
  } as const;
  const entry = toEntry(facts, skillId, version, now?.() ?? new Date());
  return recordPublished(ledger, plan.folder, plan.connection.key, entry);
}

/**
 * The entry that brings the ledger up to date when the latest version was found to have this folder's content: after a
 * crash between upload and ledger, or a lost ledger. `undefined` when there is nothing to mend.
 */
export function toRepair(plan: PublishPlan): LedgerEntry | undefined {
  const { skillId, latestVersion, latestTime } = plan.target;
  if (skillId === undefined || latestVersion === undefined || !plan.guards.some(({ kind }) => kind === 'repaired'))
    return undefined;
  return toEntry(
    { name: plan.name ?? '', fingerprint: plan.fingerprint, contentKey: plan.contentKey },
    skillId,
    latestVersion,
    new Date(latestTime ?? 0),
  );
}
