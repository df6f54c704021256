import { deleteSkillWithVersions, deleteVersions, type DeletionOutcome } from '../core/registry/deletion.ts';
import type { NumberedVersion } from '../core/publish/versionName.ts';
import { toDisplayText } from '../core/text/display.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import { openConnection, type CliConnection } from './connection.ts';
import {
  confirm,
  describeVersion,
  findPublished,
  parseReference,
  Refusal,
  tellFailures,
  wantedVersion,
  type PublishedSkill,
} from './publishedSkill.ts';
import { plural } from '../core/text/size.ts';
import type { deleteFlags } from './rows/lifecycle.ts';

/** `skill-publisher delete`. */
export const deleteCommand: Run<typeof deleteFlags> = async ({ values, positionals }, io) => {
  const references = positionals.map(parseReference);
  const [first] = references;
  if (!first) throw new UsageError('Missing argument: what to delete, <skill>@<version> or --skill <skill>');
  if (references.some(({ skill }) => skill !== first.skill)) throw new UsageError('Name versions of one skill');
  const whole = values.skill === true;
  if (whole && (references.length > 1 || first.version !== undefined))
    throw new UsageError('--skill deletes all versions: name the skill alone');
  if (!whole && references.some(({ version }) => version === undefined))
    throw new UsageError('Name the version: <skill>@<version>, or --skill for the whole skill');
  const connection = await openConnection(values, io);
  return tellFailures(connection, async () => {
    const published = await findPublished(first.skill, connection);
    const chosen = whole ? published.versions : references.map(({ version }) => wantedVersion(published, version));
    const dying = [...new Set(chosen)];
    if (!whole) refuseLast(published, dying, connection);
    await tellDying(published, dying, whole, connection);
    if (values['dry-run'] === true) return 0;
    const what = whole ? `the skill ${published.skillId}` : plural(dying.length, 'version');
    if (!(await confirm(`Delete ${what} from ${connection.name} (${connection.host})?`, values.yes, io))) return 1;
    const { registry } = connection;
    const outcome = whole
      ? await deleteSkillWithVersions(registry, published.skillId, dying, { signal: io.signal })
      : await deleteVersions(registry, published.skillId, dying, { signal: io.signal });
    return tellDeleted(outcome, connection);
  });
};

/** A skill's last version cannot be deleted alone (`skills-api.md` 5). */
function refuseLast(
  { versions }: PublishedSkill,
  dying: readonly NumberedVersion[],
  { registry }: CliConnection,
): void {
  if (dying.length < versions.length || registry.dialect === 'skills-2025-10-02') return;
  throw new Refusal(
    'A skill must have at least one version. Delete the whole skill with --skill, or publish another version first',
  );
}

async function tellDying(
  published: PublishedSkill,
  dying: readonly NumberedVersion[],
  whole: boolean,
  { registry, io }: CliConnection,
): Promise<void> {
  const { skillId, versions } = published;
  if (whole) {
    const { label } = await registry.retrieveSkill(skillId, { signal: io.signal });
    io.stderr(`This deletes the skill ${skillId}${label === undefined ? '' : ` (“${toDisplayText(label, 100)}”)`}:\n`);
  } else io.stderr(`This deletes these versions of ${skillId}:\n`);
  for (const version of dying) io.stderr(`  ${describeVersion(version, published)}\n`);
  const next = versions.find((version) => !dying.includes(version));
  io.stderr(
    whole
      ? 'Every caller that uses this skill fails from then on, pinned or not. This cannot be undone.\n'
      : `Callers that are pinned to ${dying.length === 1 ? 'it' : 'them'} fail from then on. This cannot be undone.\n` +
          (next && versions[0] && dying.includes(versions[0])
            ? `Callers that are not pinned get v${next.ordinal} immediately.\n`
            : ''),
  );
}

function tellDeleted({ deleted, left, skillDeleted, error }: DeletionOutcome, { io }: CliConnection): number {
  for (const ref of deleted) io.stdout(`${ref}\n`);
  if (!error) {
    io.stderr(`Deleted ${skillDeleted ? 'the skill and ' : ''}${plural(deleted.length, 'version')}.\n`);
    return 0;
  }
  io.stderr(`${error.message}\n${plural(deleted.length, 'version')} deleted, ${left.length} still there.\n`);
  return error.kind === 'aborted' ? 130 : 1;
}
