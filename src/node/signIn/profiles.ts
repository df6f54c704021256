import {
  federationCredential,
  profileCredential,
  type StoredTokenFile,
  type TokenCredential,
  type TokenEndpoint,
} from '../../core/registry/credential.ts';
import { RegistryError } from '../../core/registry/errors.ts';
import {
  decodeProfile,
  decodeStoredToken,
  isProfileName,
  ProfileError,
  type Profile,
} from '../../core/registry/profile.ts';
import { signInAgain, type ProfileSignIn, type SignedIn } from '../../core/registry/signedIn.ts';
import { ProfileFolder, profileFolder, readCredentials, renewAlone, UnsafeFileError } from '../disk/profile.ts';
import { isSystemError } from '../disk/systemError.ts';
import { TextFile } from '../disk/textFile.ts';
import { l10n } from '../../core/text/l10n.ts';

/** What a profile is to be used for: it may be for nothing else. */
export interface ProfileUse {
  /** As `parseBaseUrl` has it. */
  readonly baseUrl: string;
  /** `undefined`: the one of the profile. */
  readonly workspaceId?: string | undefined;
}

/** A profile that is on this computer: what it says, or why it cannot be used. */
export interface ListedProfile {
  readonly name: string;
  /** The vendor's command line uses it when none is named. */
  readonly inUse: boolean;
  readonly profile: Profile | Error;
}

/** The profiles of this user, the one in use first, then by name. Throws `SystemError` when the folder cannot be read. */
export async function listProfiles(files: ProfileFolder): Promise<readonly ListedProfile[]> {
  const active = await files.active().catch(asFileProblem);
  const names = (await files.names()).filter(isProfileName);
  const listed = names.map(
    async (name): Promise<ListedProfile> => ({
      name,
      inUse: name === (active ?? 'default'),
      profile: await profileText(name, files)
        .then((text) => decodeProfile(name, text))
        .catch(asFileProblem),
    }),
  );
  return (await Promise.all(listed)).sort(
    (one, other) => Number(other.inUse) - Number(one.inUse) || (one.name < other.name ? -1 : 1),
  );
}

/**
 * Reads a profile for a service. Throws `ProfileError` when it is not there, or for another service or workspace: a token
 * is sent nowhere else. Throws `UnsafeFileError` and system errors, too.
 */
export async function readProfile(name: string, files: ProfileFolder, use: ProfileUse): Promise<Profile> {
  if (!isProfileName(name)) throw new ProfileError(l10n.t`Profile names have only letters, digits, “_”, “-”, and “.”.`);
  const profile = decodeProfile(name, await profileText(name, files));
  if (profile.baseUrl !== use.baseUrl)
    throw new ProfileError(
      l10n.t`Profile ${name} is for ${profile.baseUrl}, but this connection is ${use.baseUrl}: its sign-in is sent nowhere else.`,
    );
  if (use.workspaceId !== undefined && profile.workspace !== undefined && use.workspaceId !== profile.workspace)
    throw new ProfileError(l10n.t`Profile ${name} is for workspace ${profile.workspace}, not for ${use.workspaceId}.`);
  return { ...profile, workspace: use.workspaceId ?? profile.workspace };
}

/** Who one is with a profile. Holds no secret. */
export function whoIsWith({ name, organization, workspace }: Profile): ProfileSignIn {
  return { kind: 'profile', profile: name, organization, workspace };
}

/** Who one is with a profile of that name; of one that cannot be used only the name. Reads a file. */
export async function whoUses(name: string, use: ProfileUse, env: ProfilePorts['env']): Promise<ProfileSignIn> {
  try {
    return whoIsWith(await readProfile(name, profilesOf(env), use));
  } catch (error) {
    asFileProblem(error);
    return { kind: 'profile', profile: name };
  }
}

/** The sign-in of a person, as the vendor's command line keeps it. `onWarning` is told each thing once. */
export async function personCredential(
  profile: Profile,
  { clientId, credentialsPath }: Extract<Profile['signIn'], { kind: 'user' }>,
  files: ProfileFolder,
  endpoint: TokenEndpoint,
  onWarning: (message: string) => void,
): Promise<TokenCredential> {
  const who = whoIsWith(profile);
  const path = await files.credentialsPath(profile.name, credentialsPath);
  const warned = new Set<string>();
  const warn = (message: string): void => {
    if (!warned.has(message)) onWarning(message);
    warned.add(message);
  };
  const file: StoredTokenFile = {
    path,
    read: () =>
      tellingFiles(who, async () => {
        const text = await readCredentials(path, warn);
        if (text === undefined)
          throw new ProfileError(`${l10n.t`Profile ${who.profile} is signed out.`} ${signInAgain(who)}`);
        return decodeStoredToken(who.profile, text);
      }),
    exclusive: (work) => tellingFiles(who, () => renewAlone(path, work)),
  };
  return profileCredential(who, { file, clientId }, endpoint);
}

/** An identity token that stands in a file. Rejects with `RegistryError` when none does. */
export async function identityFrom(file: string): Promise<string> {
  const token = (await tellingFiles(undefined, () => new TextFile(file).read()))?.trim() ?? '';
  if (token !== '') return token;
  throw new RegistryError('auth', l10n.t`There is no identity token in ${file}.`, { outcome: 'notSent' });
}

/**
 * Opens a profile where nothing but the profile says how one signs in. Rejects with `RegistryError` when it cannot be
 * used; sends nothing.
 */
export function openProfile(
  name: string,
  use: ProfileUse,
  { env, endpoint, onWarning }: ProfilePorts,
): Promise<TokenCredential> {
  const asked: ProfileSignIn = { kind: 'profile', profile: name };
  return tellingFiles(asked, async () => {
    const files = profilesOf(env);
    const profile = await readProfile(name, files, use);
    const { organization, workspace, signIn } = profile;
    if (signIn.kind === 'user') return personCredential(profile, signIn, files, endpoint, onWarning);
    const { rule, serviceAccount, identityTokenFile } = signIn;
    if (organization === undefined || workspace === undefined || identityTokenFile === undefined) {
      const missing = organization === undefined ? 'organization_id' : workspace === undefined ? 'workspace_id' : '';
      throw new ProfileError(
        missing === ''
          ? l10n.t`Profile ${name} cannot be used: it has no file of an identity token.`
          : l10n.t`Profile ${name} cannot be used: it has no ${missing}.`,
      );
    }
    return federationCredential(
      { kind: 'federation', rule, organization, serviceAccount, workspace },
      () => identityFrom(identityTokenFile),
      endpoint,
    );
  });
}

interface ProfilePorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly endpoint: TokenEndpoint;
  readonly onWarning: (message: string) => void;
}

/** Throws `ProfileError` where the environment names no home. */
export function profilesOf(env: ProfilePorts['env']): ProfileFolder {
  const folder = profileFolder(env);
  if (folder === undefined) throw new ProfileError(l10n.t`There is no home folder for profiles.`);
  return new ProfileFolder(folder);
}

/** What is wrong with the files of a profile, as an error with words to show; anything else is thrown. */
export function asFileProblem(error: unknown): Error {
  if (error instanceof ProfileError || error instanceof UnsafeFileError || isSystemError(error)) return error;
  throw error;
}

async function profileText(name: string, files: ProfileFolder): Promise<string> {
  const text = await files.read(name);
  if (text !== undefined) return text;
  const login = `ant auth login --profile ${name}`;
  throw new ProfileError(l10n.t`There is no profile ${name} in ${files.folder}. Sign in with “${login}”.`);
}

/** What is wrong with files is a reason not to be signed in. */
async function tellingFiles<T>(who: SignedIn | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    const cause = asFileProblem(error);
    throw new RegistryError('auth', cause.message, { outcome: 'notSent', cause, who });
  }
}
