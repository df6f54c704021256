import type { RemoteVersion } from '../registry/model.ts';

/** A version with its place among those that exist, the oldest being 1. */
export interface NumberedVersion extends RemoteVersion {
  readonly ordinal: number;
}

/** `versions`: all of a skill, newest first. */
export function numberVersions(versions: readonly RemoteVersion[]): readonly NumberedVersion[] {
  return versions.map((version, index) => ({ ...version, ordinal: versions.length - index }));
}

/** The version that somebody means by `latest`, `v3`, or its id; `undefined` when there is none. */
export function findVersion(versions: readonly NumberedVersion[], name: string): NumberedVersion | undefined {
  if (name === 'latest') return versions[0];
  const ordinal = /^v(\d{1,6})$/.exec(name)?.[1];
  return (
    versions.find(({ ref, id }) => ref === name || id === name) ??
    versions.find((each) => String(each.ordinal) === ordinal)
  );
}
