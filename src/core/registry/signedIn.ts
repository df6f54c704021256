import { l10n } from '../text/l10n.ts';

interface KeySignIn {
  readonly kind: 'key';
}

/** A profile of the vendor's own command line, of a person. */
export interface ProfileSignIn {
  readonly kind: 'profile';
  readonly profile: string;
  readonly organization?: string | undefined;
  readonly workspace?: string | undefined;
}

/** A workload whose identity token is exchanged under a rule of an organization. */
export interface FederatedSignIn {
  readonly kind: 'federation';
  readonly rule: string;
  readonly organization: string;
  /** Always named: left out, the service would choose one. */
  readonly workspace: string;
  readonly serviceAccount?: string | undefined;
}

/** Who requests are made as. Fit to show: holds no secret, and neither name nor e-mail address of a person. */
export type SignedIn = KeySignIn | ProfileSignIn | FederatedSignIn;

/** `profile work (organization …, workspace …)`. */
export function describeSignedIn(who: SignedIn): string {
  if (who.kind === 'key') return l10n.t`an API key`;
  const parts = [
    who.organization === undefined ? [] : [l10n.t`organization ${who.organization}`],
    who.workspace === undefined ? [] : [l10n.t`workspace ${who.workspace}`],
    who.kind === 'federation' && who.serviceAccount !== undefined
      ? [l10n.t`service account ${who.serviceAccount}`]
      : [],
  ].flat();
  const name = who.kind === 'profile' ? l10n.t`profile ${who.profile}` : l10n.t`federation rule ${who.rule}`;
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
}

/** What is said of a request that was refused as not signed in (401), and what to do. */
export function signInRefusal(who: SignedIn, host: string): string {
  switch (who.kind) {
    case 'key':
      return l10n.t`${host} refused the API key (401). Set a valid key.`;
    case 'profile':
      return `${l10n.t`${host} refused the sign-in of profile ${who.profile} (401).`} ${signInAgain(who)}`;
    case 'federation':
      return l10n.t`${host} refused the access token of federation rule ${who.rule} for workspace ${who.workspace} (401). Look at the rule in the console, under Settings > Workload identity.`;
  }
}

/** What is said of a request that may not be made (403), and what to do. */
export function permissionRefusal(who: SignedIn, host: string): string {
  switch (who.kind) {
    case 'key':
      return l10n.t`The API key is not allowed to do this on ${host} (403). Use a workspace API key with access to Skills.`;
    case 'profile':
      return l10n.t`Profile ${who.profile} is not allowed to do this on ${host} (403). Sign in to a workspace with access to Skills.`;
    case 'federation':
      return l10n.t`Federation rule ${who.rule} is not allowed to do this in workspace ${who.workspace} of ${host} (403). Look at the rule and its service account in the console, under Settings > Workload identity.`;
  }
}

export function signInAgain({ profile }: ProfileSignIn): string {
  return l10n.t`Sign in again with “ant auth login --profile ${profile}”.`;
}
