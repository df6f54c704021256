import type { Connection } from '../../host/connection.ts';
import { keyOfConnection } from '../../host/connection.ts';
import { toAge } from '../../host/labels.ts';
import type { RemoteSkill, RemoteVersion } from '../../../core/registry/model.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** What people call a version: `v3`, or when it was published. */
export function versionLabel(
  { knownSkills }: With<'knownSkills'>,
  connection: Connection,
  version: Pick<RemoteVersion, 'skillId' | 'ref'> & { readonly createdAt?: string },
): string {
  const key = keyOfConnection(connection);
  if (version.createdAt !== undefined)
    knownSkills.versions.sawVersion(key, { ref: version.ref, createdAt: version.createdAt });
  return knownSkills.versions.nameOf(key, version.skillId, version.ref);
}

/** What stands beside a version's name in a pick list: `latest · 3 min. ago`, and more where there is more. */
export function versionFacts(
  version: Pick<RemoteVersion, 'ref' | 'createdAt'>,
  { latestVersion }: Pick<RemoteSkill, 'latestVersion'>,
  ...more: readonly string[]
): string {
  return [...more, version.ref === latestVersion ? l10n.t`latest` : '', toAge(version.createdAt)]
    .filter((part) => part !== '')
    .join(' · ');
}
