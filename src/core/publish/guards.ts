import { maxFindings, type SecretFinding, type SecretScan } from '../bundle/secrets.ts';
import { secretWords } from '../bundle/secretWords.ts';
import type { Problem } from '../skill/problem.ts';
import { toDisplayText } from '../text/display.ts';
import { claudeLockFileName, type LockedSkill } from './claudeLock.ts';
import type { ChosenChange } from './acceptedChanges.ts';
import type { AllowedSecret, LedgerEntry } from './ledger.ts';
import type { GitState, PlanConnection } from './circumstances.ts';
import type { PublishTarget, TargetChoice } from './target.ts';
import { l10n } from '../text/l10n.ts';

/** What the user decided for this one publish. Only the allowed secrets and accepted changes are remembered. */
export interface PublishChoices {
  readonly target?: TargetChoice | undefined;
  /** Publish although nothing changed. */
  readonly unchanged?: boolean | undefined;
  /** Publish over a version the ledger does not know. */
  readonly remoteNewer?: boolean | undefined;
  /** Places that look like secrets and are none, each decided on its own. The own key cannot be chosen. */
  readonly allowedSecrets?: readonly AllowedSecret[] | undefined;
  /** What the version changes and is meant to change, each decided on its own. */
  readonly acceptedChanges?: readonly ChosenChange[] | undefined;
  /** The second word that a connection marked `production` wants. */
  readonly production?: boolean | undefined;
}

/** Something to know before publishing. `message` says who knows what; `kind` decides what is offered. */
export interface Guard {
  readonly kind:
    | 'unchanged'
    | 'renamed'
    | 'remoteNewer'
    | 'sameName'
    | 'unlisted'
    | 'gone'
    | 'missing'
    | 'readOnly'
    | 'dirty'
    | 'production'
    | 'claudeLock'
    | 'repaired';
  readonly message: string;
  /** Ids that the message speaks of, for *Compare* and *Show*. */
  readonly skillId?: string | undefined;
  readonly version?: string | undefined;
  /** The publish history has that version, although the folder is based on another one: somebody restored it, say. */
  readonly noted?: true;
}

/** Why nothing is sent. Those with a `choice` can be chosen away. */
export interface Blocker {
  readonly code: Guard['kind'] | 'problems' | 'secrets' | 'scanFailed' | 'ownKey' | 'nothing';
  readonly message: string;
  readonly choice: keyof PublishChoices | undefined;
}

interface GuardFacts {
  readonly target: PublishTarget;
  readonly entry: LedgerEntry | undefined;
  readonly locked: LockedSkill | undefined;
  readonly name: string | undefined;
  readonly fingerprint: string;
  readonly contentKey: string;
  readonly published: string | undefined;
  readonly git: GitState;
  readonly connection: PlanConnection;
}

/** The guards that speak up. */
export function findGuards(facts: GuardFacts): readonly Guard[] {
  const { target, entry, locked, name, git, connection } = facts;
  const guards: Guard[] = [];
  if (target.gone !== undefined)
    guards.push({
      kind: 'gone',
      skillId: target.gone,
      message: l10n.t`The skill that this folder was published as no longer exists on ${connection.name}.`,
    });
  if (target.missing === true)
    guards.push({
      kind: 'missing',
      skillId: target.skillId,
      message: l10n.t`${connection.name} has no skill with this ID. Check the ID and the connection.`,
    });
  if (target.readOnly !== undefined)
    guards.push({
      kind: 'readOnly',
      skillId: target.skillId,
      message: l10n.t`This skill belongs to “${target.readOnly}” and cannot be changed.`,
    });
  // A skill of that name with exactly this content is the one that was published from here: the ledger is mended
  // without asking.
  if (target.source === 'name' && facts.published !== facts.fingerprint)
    guards.push({ kind: 'sameName', skillId: target.skillId, message: sameNameMessage(facts) });
  else if (target.source === 'none' && target.sameName.length > 0)
    guards.push({ kind: 'sameName', skillId: target.sameName[0]?.skillId, message: sameNameMessage(facts) });
  if (target.unlisted === true)
    guards.push({
      kind: 'unlisted',
      message: l10n.t`An older skill named “${name ?? ''}” may exist: ${connection.name} has more skills than could be searched. This one would be a second.`,
    });
  if (target.publishedName !== undefined && name !== undefined && name !== target.publishedName) {
    guards.push({
      kind: 'renamed',
      skillId: target.skillId,
      message: l10n.t`The skill was published as “${target.publishedName}”, and is now called “${name}”. A published name never changes: go back to it, or publish as a new skill.`,
    });
  }
  guards.push(...versionGuards(facts));
  if (git.dirtyFiles !== undefined && git.dirtyFiles.length > 0)
    guards.push({ kind: 'dirty', message: dirtyMessage(git.dirtyFiles) });
  if (locked)
    guards.push({
      kind: 'claudeLock',
      skillId: locked.skillId,
      message: l10n.t`${claudeLockFileName} maps this folder to a published skill and is not updated: the next “ant apply” may see the new version as a change made elsewhere.`,
    });
  if (connection.production)
    guards.push({
      kind: 'production',
      message: l10n.t`${connection.name} is a production connection: callers that do not pin a version get this at once.`,
    });
  if (entry && target.kind === 'newVersion' && entry.skillId !== target.skillId)
    guards.push({
      kind: 'remoteNewer',
      skillId: entry.skillId,
      version: entry.version,
      message:
        target.label === undefined
          ? l10n.t`According to the publish history, this folder was published as a different skill than the chosen one.`
          : l10n.t`According to the publish history, this folder was published as a different skill than “${target.label}”.`,
    });
  return guards;
}

function versionGuards({ target, entry, fingerprint, contentKey, published }: GuardFacts): Guard[] {
  const { skillId, latestVersion } = target;
  if (skillId === undefined || latestVersion === undefined) return [];
  const guards: Guard[] = [];
  const same = published === fingerprint;
  if (same)
    guards.push({
      kind: 'unchanged',
      skillId,
      version: latestVersion,
      message: l10n.t`Nothing changed since the latest version.`,
    });
  else if (entry?.skillId === skillId && entry.version === latestVersion && entry.contentKey === contentKey)
    guards.push({
      kind: 'unchanged',
      skillId,
      version: latestVersion,
      message: l10n.t`Only line endings differ from the latest version; the text is the same.`,
    });
  const mine = entry?.skillId === skillId ? entry : undefined;
  if (same && mine?.version !== latestVersion) {
    guards.push({
      kind: 'repaired',
      skillId,
      version: latestVersion,
      message: mine
        ? l10n.t`The latest version has exactly this content, so the publish history, which has an older one, is updated.`
        : l10n.t`The latest version has exactly this content, so the publish history, which lacks this skill, is updated.`,
    });
  } else if (mine && mine.version !== latestVersion) {
    const latest = target.latestTime === undefined ? '' : ` (${target.latestTime})`;
    const note = Object.hasOwn(mine.notes, latestVersion) ? mine.notes[latestVersion] : undefined;
    const noted = note !== undefined && target.lastGone !== true;
    const message =
      target.lastGone === true
        ? l10n.t`Your version (${mine.time}) no longer exists; the latest is a different one${latest}. Compare before you publish over it.`
        : noted
          ? l10n.t`This folder is based on an earlier version (${mine.time}) than the latest one in the publish history${latest}: “${toDisplayText(note, 100)}”. Compare before you replace it.`
          : l10n.t`The latest version${latest} was published from elsewhere, or from here without being recorded: the last one in the publish history is from ${mine.time}. Compare before you replace it.`;
    guards.push({
      kind: 'remoteNewer',
      skillId,
      version: latestVersion,
      message,
      ...(noted ? { noted } : {}),
    });
  }
  return guards;
}

function sameNameMessage({ target, name }: GuardFacts): string {
  const label = target.label === undefined || target.label === name ? '' : ` (“${target.label}”)`;
  return l10n.t`A skill named “${name ?? ''}”${label} already exists. It is not in the publish history of this workspace. Publish a new version of it, or choose to create a second skill.`;
}

function dirtyMessage(files: readonly string[]): string {
  const named = `${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''}`;
  return files.length === 1
    ? l10n.t`Uncommitted changes in ${named}. What is on disk is published.`
    : l10n.t`Uncommitted changes in ${files.length} files: ${named}. What is on disk is published.`;
}

interface BlockerFacts {
  readonly guards: readonly Guard[];
  readonly problems: readonly Problem[];
  readonly secrets: SecretScan;
  /** Fingerprints of the places that are allowed. */
  readonly allowed?: ReadonlySet<string> | undefined;
  readonly sendable: boolean;
  readonly git: GitState;
}

/** What still stands in the way after the user's choices. */
export function findBlockers(facts: BlockerFacts, choices: PublishChoices): readonly Blocker[] {
  const { guards, problems, secrets, sendable, git } = facts;
  const blockers: Blocker[] = [];
  // The guard says the same and has a way out: to publish as a new skill.
  const renamed = guards.some(({ kind }) => kind === 'renamed');
  const errors = problems.filter(
    ({ severity, code }) =>
      severity === 'error' && !code.startsWith('secret/') && !(renamed && code === 'name/immutable'),
  );
  const [first] = errors;
  if (first)
    blockers.push({
      code: 'problems',
      choice: undefined,
      message:
        errors.length === 1
          ? first.message
          : first.file === ''
            ? l10n.t`${errors.length} errors, the first in the folder: ${first.message}`
            : l10n.t`${errors.length} errors, the first in ${first.file}: ${first.message}`,
    });
  else if (!sendable) blockers.push({ code: 'nothing', choice: undefined, message: l10n.t`There is nothing to send.` });
  for (const guard of guards) {
    const choice = choiceFor(guard, choices, git.requireClean === true);
    if (choice !== 'open') blockers.push({ code: guard.kind, message: guard.message, choice });
  }
  if (git.requireClean === true && git.dirtyFiles === undefined)
    blockers.push({
      code: 'dirty',
      choice: undefined,
      message: l10n.t`Could not tell whether the folder has uncommitted changes: it is not in a Git repository, or Git is off, not installed, or failed.`,
    });
  const own = secrets.findings.find(({ overridable }) => !overridable);
  if (own)
    blockers.push({
      code: 'ownKey',
      choice: undefined,
      message: l10n.t`${own.path} contains ${secretWords(own.what)}. It is never published: remove it.`,
    });
  const others = secrets.findings.filter(
    ({ overridable, fingerprint }) => overridable && facts.allowed?.has(fingerprint) !== true,
  );
  if (others.length > 0) {
    blockers.push({
      code: 'secrets',
      choice: 'allowedSecrets',
      message:
        others.length === 1
          ? l10n.t`Something looks like a secret in ${secretPlace(others[0])}.`
          : l10n.t`${others.length} places look like a secret, the first in ${secretPlace(others[0])}.`,
    });
  }
  // Never all at once: behind as many as are shown there may be others that nobody looked at.
  if (secrets.cut && others.length === 0 && !own)
    blockers.push({
      code: 'secrets',
      choice: undefined,
      message: l10n.t`${maxFindings} or more places look like a secret, and the search ends there. Remove values, or exclude files with .skillignore.`,
    });
  if (secrets.failed.length > 0)
    blockers.push({
      code: 'scanFailed',
      choice: undefined,
      message: l10n.t`${secrets.failed.join(', ')} could not be searched for secrets, so nothing is sent.`,
    });
  return blockers;
}

function secretPlace(finding: SecretFinding | undefined): string {
  const { path = '', line } = finding ?? {};
  return line === undefined ? path : l10n.t`${path}, line ${line}`;
}

/** `open`: the guard does not block; else the choice that opens it, `undefined` when none does. */
function choiceFor(
  { kind }: Guard,
  choices: PublishChoices,
  requireClean: boolean,
): keyof PublishChoices | undefined | 'open' {
  switch (kind) {
    // A choice that answers one of these makes a target without it, so they are never open.
    case 'renamed':
    case 'readOnly':
    case 'sameName':
    case 'gone':
      return 'target';
    case 'missing':
      return undefined;
    case 'unchanged':
      return choices.unchanged === true ? 'open' : 'unchanged';
    case 'remoteNewer':
      return choices.remoteNewer === true || typeof choices.target === 'object' ? 'open' : 'remoteNewer';
    case 'production':
      return choices.production === true ? 'open' : 'production';
    case 'dirty':
      return requireClean ? undefined : 'open';
    case 'claudeLock':
    case 'repaired':
    case 'unlisted':
      return 'open';
  }
}
