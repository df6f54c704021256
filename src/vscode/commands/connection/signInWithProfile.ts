import * as vscode from 'vscode';
import { anthropicBaseUrl } from '../../../core/registry/endpoint.ts';
import { RegistryError } from '../../../core/registry/errors.ts';
import type { Profile } from '../../../core/registry/profile.ts';
import { describeSignedIn } from '../../../core/registry/signedIn.ts';
import { l10n } from '../../../core/text/l10n.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { messageOf } from '../../../core/text/message.ts';
import {
  asFileProblem,
  listProfiles,
  profilesOf,
  whoIsWith,
  type ListedProfile,
} from '../../../node/signIn/profiles.ts';
import { toAbortSignal } from '../../host/cancellation.ts';
import { openClient } from '../../host/client.ts';
import type { Connection } from '../../host/connection.ts';
import { HumanError } from '../../host/humanError.ts';
import { toIconSafe } from '../../host/labels.ts';
import { assertTrusted } from '../../host/trust.ts';
import type { With } from '../session.ts';

type Signing = With<'connections' | 'knownSkills' | 'local' | 'log'>;

const signInCommand = 'ant auth login';

/**
 * Lists the profiles of the vendor's command line that are on the computer the extension runs on, tries the one that is
 * chosen, and makes its connection the active one. The setting remembers what the connection is and which profile signs
 * in, and nothing secret.
 */
export async function signInWithProfile(session: Signing): Promise<void> {
  assertTrusted(l10n.t`Signing in with a profile`);
  const profile = await chooseProfile();
  if (!profile) return;
  const connection = findConnection(session, profile) ?? newConnection(session, profile);
  if (!(await tryProfile(session, connection))) return;
  if (!findConnection(session, profile)) await addToSetting(connection);
  session.connections.forget(connection);
  const added = findConnection(session, profile);
  if (!added) throw new HumanError(l10n.t`The setting skillPublisher.connections does not hold the new connection.`);
  await session.connections.activate(added);
  void vscode.window.showInformationMessage(
    l10n.t`${added.name} is signed in with ${describeSignedIn(whoIsWith(profile))}. The tokens stay where the command line keeps them.`,
  );
}

/** `undefined` when the user left, or there is none to choose. */
async function chooseProfile(): Promise<Profile | undefined> {
  const files = await telling(() => Promise.resolve(profilesOf(process.env)));
  const listed = await telling(() => listProfiles(files));
  if (listed.length === 0) {
    await tellNone(files.folder);
    return undefined;
  }
  const rows = listed.map((each) => ({ ...profileRow(each), listed: each }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: l10n.t`Sign in with which profile?`,
    placeHolder: l10n.t`Profiles of Anthropic’s command line in ${files.folder}`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) return undefined;
  const { profile } = chosen.listed;
  if (profile instanceof Error) throw new HumanError(profile.message);
  return profile;
}

function profileRow({ name, inUse, profile }: ListedProfile): vscode.QuickPickItem {
  const marks = [
    ...(inUse ? [l10n.t`in use`] : []),
    ...(!(profile instanceof Error) && profile.signIn.kind === 'federation' ? [l10n.t`workload`] : []),
  ];
  if (profile instanceof Error) return { label: `$(warning) ${toIconSafe(name)}`, detail: toIconSafe(profile.message) };
  const { host } = new URL(profile.baseUrl);
  return {
    label: `$(account) ${toIconSafe(name)}`,
    description: marks.join(' · '),
    detail: toIconSafe(
      [
        host,
        profile.organization === undefined ? '' : l10n.t`organization ${profile.organization}`,
        profile.workspace === undefined ? '' : l10n.t`workspace ${profile.workspace}`,
      ]
        .filter((part) => part !== '')
        .join(' · '),
    ),
  };
}

async function tellNone(folder: string): Promise<void> {
  const copy = l10n.t`Copy Command`;
  const chosen = await vscode.window.showInformationMessage(
    [
      l10n.t`There is no profile in ${toDisplayText(folder, 200)}.`,
      l10n.t`Make one with “${signInCommand}” in a terminal, then run this again.`,
      l10n.t`Without that command line, set an API key.`,
    ].join(' '),
    copy,
    l10n.t`Set API Key`,
  );
  if (chosen === copy) await vscode.env.clipboard.writeText(signInCommand);
  else if (chosen !== undefined) await vscode.commands.executeCommand('skillPublisher.setApiKey');
}

/** The connection that a profile signs in to, where there is one already. */
function findConnection({ connections }: With<'connections'>, profile: Profile): Connection | undefined {
  return connections
    .list()
    .find(
      (connection) =>
        connection.profile === profile.name &&
        connection.endpoint?.baseUrl === profile.baseUrl &&
        connection.endpoint.workspaceId === profile.workspace,
    );
}

function newConnection({ connections }: With<'connections'>, profile: Profile): Connection {
  const { baseUrl, workspace: workspaceId } = profile;
  const service = baseUrl === anthropicBaseUrl ? 'Anthropic' : new URL(baseUrl).host;
  const taken = new Set(connections.list().map(({ name }) => name));
  let name = `${service} (${profile.name})`;
  for (let number = 2; taken.has(name); number += 1) name = `${service} (${profile.name} ${number})`;
  return {
    id: `custom:${name}`,
    name,
    kind: 'custom',
    endpoint: { baseUrl, workspaceId, dialect: 'auto' },
    profile: profile.name,
    production: false,
  };
}

/** True when the profile should be used. Throws when it cannot be, or the service refuses it. */
async function tryProfile(session: Signing, connection: Connection): Promise<boolean> {
  const { registry } = await openClient(connection, session);
  try {
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: l10n.t`Signing in to ${connection.name}…`,
        cancellable: true,
      },
      (_progress, token) => registry.listSkills({ limit: 1, signal: toAbortSignal(token) }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof RegistryError) || error.kind === 'auth' || error.kind === 'denied') throw error;
    if (error.kind === 'aborted') return false;
    const use = l10n.t`Use It Anyway`;
    return (
      (await vscode.window.showWarningMessage(
        l10n.t`The profile could not be verified. ${error.message}`,
        { modal: true },
        use,
      )) === use
    );
  }
}

/** Adds to the user's own setting; on a remote computer to the one that is kept there, beside the profiles. */
async function addToSetting({ name, endpoint, profile }: Connection): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('skillPublisher');
  const before: unknown = configuration.inspect('connections')?.globalValue ?? [];
  if (!Array.isArray(before))
    throw new HumanError(
      l10n.t`The setting skillPublisher.connections is not a list. Correct it, then run this again.`,
    );
  const entry = { name, baseUrl: endpoint?.baseUrl, workspaceId: endpoint?.workspaceId, profile };
  try {
    await configuration.update('connections', [...(before as unknown[]), entry], vscode.ConfigurationTarget.Global);
  } catch (error) {
    throw new HumanError(l10n.t`The connection could not be written to your settings: ${messageOf(error)}`);
  }
}

/** Shows what is wrong with the files of profiles as a sentence. */
async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new HumanError(asFileProblem(error).message);
  }
}
