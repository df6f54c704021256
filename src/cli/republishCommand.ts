import path from 'node:path';
import type { PublishChoices } from '../core/publish/guards.ts';
import { PublishLock } from '../core/publish/publishLock.ts';
import {
  changeInLedger,
  failureToRecord,
  historyNotUpdated,
  ledgerFileName,
  parseLedger,
} from '../core/publish/ledger.ts';
import { planPublish, type PublishPlan } from '../core/publish/plan.ts';
import { toRemembered } from '../core/publish/attempt.ts';
import { publish } from '../core/publish/publish.ts';
import { afterRepublish } from '../core/publish/republished.ts';
import { asTakenBefore, contentOfVersion } from '../core/publish/versionContent.ts';
import { TextFile } from '../node/disk/textFile.ts';
import { allowedFingerprints, toAllowedSecrets } from './allowSecret.ts';
import { UsageError } from './arguments.ts';
import type { Input, Run } from './command.ts';
import { openConnection, type CliConnection } from './connection.ts';
import type { CliIo } from './io.ts';
import { formatPlan } from './planReport.ts';
import { planCode, publishCode } from './exitCodes.ts';
import { confirm, download, findPublished, parseReference, tellFailures, wantedVersion } from './publishedSkill.ts';
import type { promoteFlags, restoreFlags } from './rows/lifecycle.ts';
import { promoteNote, restoreNote } from '../core/publish/release.ts';
import { snapshotOf } from './skills.ts';
import { nearestLedger } from './workspace.ts';

/** `skill-publisher restore`. */
export const restoreCommand: Run<typeof restoreFlags> = async ({ values, positionals }, io) => {
  const { skill, version: wanted } = oneReference(positionals);
  const connection = await openConnection(values, io);
  return tellFailures(connection, async () => {
    const published = await findPublished(skill, connection);
    const version = wantedVersion(published, wanted);
    if (version === published.versions[0]) {
      connection.io.stderr('This is the latest version already; nothing was sent.\n');
      return 0;
    }
    return sendAgain(
      { from: connection, to: connection, version, choices: { target: { skillId: published.skillId } } },
      values,
      {
        note: values.note ?? restoreNote(version),
      },
    );
  });
};

/** `skill-publisher promote`. */
export const promoteCommand: Run<typeof promoteFlags> = async ({ values, positionals }, io) => {
  const { skill, version: wanted } = oneReference(positionals);
  if (values.new === true && values['skill-id'] !== undefined)
    throw new UsageError('Use either --new or --skill-id, not both');
  if (values.to === undefined && values['to-base-url'] === undefined)
    throw new UsageError('Name where it goes with --to or --to-base-url');
  const from = await openConnection(values, io);
  const to = await openConnection(
    {
      connection: values.to,
      'base-url': values['to-base-url'],
      'api-key-env': values['to-api-key-env'],
      'workspace-id': values['to-workspace-id'],
      auth: values['to-auth'],
      profile: values['to-profile'],
    },
    from.io,
  );
  if (from.key === to.key) throw new UsageError('It is there already: name another connection with --to');
  const target =
    values.new === true ? 'new' : values['skill-id'] === undefined ? undefined : { skillId: values['skill-id'] };
  return tellFailures(to, async () => {
    const version = wantedVersion(await findPublished(skill, from), wanted);
    const label = (await from.registry.retrieveSkill(version.skillId, { signal: io.signal })).label;
    return sendAgain({ from, to, version, choices: target === undefined ? {} : { target } }, values, {
      note: values.note ?? promoteNote(from.name, version),
      label,
    });
  });
};

function oneReference(positionals: readonly string[]): ReturnType<typeof parseReference> {
  const [argument, ...more] = positionals;
  if (argument === undefined || more.length > 0) throw new UsageError('Name one version: <skill>@<version>');
  return parseReference(argument);
}

interface Republishing {
  readonly from: CliConnection;
  readonly to: CliConnection;
  readonly version: ReturnType<typeof wantedVersion>;
  readonly choices: PublishChoices;
}

async function sendAgain(
  work: Republishing,
  values: Input<typeof restoreFlags>['values'],
  { note, label }: { readonly note: string; readonly label?: string | undefined },
): Promise<number> {
  const { from, to, version, choices } = work;
  const { 'dry-run': dry, yes } = values;
  const { io, registry } = to;
  const { bytes, files } = await download(version, from);
  const { DirectImpactReader } = await import('../core/impact/impact.ts');
  const prepared = asTakenBefore(
    await planPublish({
      folder: `${version.skillId}/${version.ref}`,
      content: await snapshotOf(contentOfVersion(version.name, bytes, files), io),
      connection: { key: to.key, name: to.name, host: to.host, production: false },
      registry,
      note,
      label,
      choices: {
        ...choices,
        allowedSecrets: toAllowedSecrets(allowedFingerprints(values), values.reason, undefined, io),
      },
      forbidden: [...(await to.forbidden()), ...(await from.forbidden())],
      impact: { reader: new DirectImpactReader() },
      signal: io.signal,
    }),
  );
  io.stderr(formatPlan(prepared.plan));
  if (dry === true || prepared.plan.blockers.length > 0) return planCode(prepared.plan);
  if (!(await confirm(`Publish ${version.name} to ${to.name} (${to.host})?`, yes, io))) return 1;
  const outcome = await publish({
    prepared,
    registry,
    lock: new PublishLock(),
    signal: io.signal,
    giveUp: io.giveUp,
  });
  io.stderr(`${outcome.message}\n`);
  if (outcome.kind === 'published') {
    io.stdout(`${outcome.skillId}\t${outcome.version}\n`);
    const failure = await failureToRecord(() => noteInLedger(work, prepared.plan, outcome, io));
    if (failure !== undefined) io.stderr(`${historyNotUpdated(failure)}\n`);
  }
  return publishCode(outcome);
}

/** Notes it in the ledger at or above the current folder, for the folders that are mapped to the skill it came from. */
async function noteInLedger(
  { from, to, version }: Republishing,
  plan: PublishPlan,
  { skillId, version: ref }: { readonly skillId: string; readonly version: string },
  io: CliIo,
): Promise<void> {
  const root = nearestLedger(io.cwd);
  if (root === undefined) return;
  const file = new TextFile(path.join(root, ledgerFileName));
  const { name, fingerprint, note, title } = toRemembered(plan);
  const facts = {
    from: { connection: from.key, skillId: version.skillId, version: version.ref },
    to: { connection: to.key, skillId, version: ref },
    name,
    fingerprint,
    note,
    title,
    author: undefined,
    allowedSecrets: plan.allowedSecrets,
    time: new Date(),
  };
  for (const [folder, entries] of parseLedger(await file.read()))
    if (entries.get(from.key)?.skillId === version.skillId)
      await changeInLedger(file, folder, to.key, (entry) => afterRepublish(entry, facts));
}
