type Check = (value: unknown) => boolean;

const isText =
  (pattern: RegExp, most = 2000): Check =>
  (value) =>
    typeof value === 'string' && value.length <= most && pattern.test(value);
const isAny = isText(/^/);
const isId = isText(/^[\w.:-]{1,200}$/);
const isHash = isText(/^[0-9a-f]{64}$/);
const isFingerprint = isText(/^sha256:[0-9a-f]{64}$/);
const isTime = isText(/^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/);
/** Below some folder, whatever that is. */
const isInnerPath: Check = (value) =>
  isText(/^(?![/\\]|[A-Za-z]:)[^\0]+$/)(value) && !(value as string).split(/[\\/]/).includes('..');
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isYes: Check = (value) => value === true;
const oneOf =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);

/** Exactly these keys; those of `more` may be left out. */
function shape(keys: Readonly<Record<string, Check>>, more: Readonly<Record<string, Check>> = {}): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    const checkOf = (key: string): Check | undefined =>
      Object.hasOwn(keys, key) ? keys[key] : Object.hasOwn(more, key) ? more[key] : undefined;
    return (
      Object.keys(keys).every((key) => Object.hasOwn(value, key)) &&
      entries.every(([key, each]) => checkOf(key)?.(each) === true)
    );
  };
}

const saying = { code: isText(/^[\w/-]{1,100}$/), message: isAny };
const isPlannedSkill = shape({
  folder: isInnerPath,
  name: isAny,
  action: oneOf('skill', 'version', 'none'),
  skillId: orNull(isId),
  base: orNull(shape({ version: isId, fingerprint: orNull(isFingerprint), createdAt: orNull(isAny) })),
  fingerprint: isFingerprint,
  archive: orNull(shape({ file: isText(/^[a-z0-9-]{1,64}-[0-9a-f]{16}\.zip$/), sha256: isHash, bytes: isCount })),
  files: listOf(shape({ path: isInnerPath, size: isCount, mode: isCount, sha256: isHash }), 20_000),
  label: orNull(isAny),
  note: orNull(isAny),
  choices: shape(
    {},
    {
      target: (value) => value === 'new' || shape({ skillId: isId })(value),
      unchanged: isYes,
      remoteNewer: isYes,
      allowedSecrets: listOf(
        shape({ fingerprint: isText(/^[0-9a-f]{16}$/), reason: isAny, time: isAny }, { by: isAny }),
        1000,
      ),
      acceptedChanges: listOf(
        shape({ code: isText(/^impact\/[a-z-]{1,60}$/), subject: isAny, reason: isAny, time: isAny }, { by: isAny }),
        1000,
      ),
    },
  ),
  guards: listOf(shape(saying), 100),
  problems: listOf(shape({ ...saying, severity: isId, file: isAny }), 20_000),
  impact: listOf(shape({ ...saying, class: isId, severity: isId }), 20_000),
  blockers: listOf(shape(saying), 100),
});
/** True for JSON of the form of a `PlanFile`, whose values are in their bounds. */
export const hasPlanShape = shape({
  format: oneOf(1),
  tool: isText(/^skill-publisher [\w.+-]{1,60}$/),
  made: isTime,
  expires: isTime,
  connection: shape({ key: isAny, name: isAny, dialect: isId }),
  who: orNull(
    shape(
      { kind: oneOf('key', 'profile', 'federation'), organization: orNull(isId), workspace: orNull(isId) },
      { profile: isId, rule: isId },
    ),
  ),
  source: shape({ commit: orNull(isAny), repository: orNull(isAny), run: orNull(isAny), ledger: isInnerPath }),
  skills: listOf(isPlannedSkill, 1000),
  release: isFingerprint,
  digest: isFingerprint,
});
