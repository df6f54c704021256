import assert from 'node:assert/strict';
import { ArchiveError } from '../../../../src/core/bundle/archiveError.ts';
import { extractArchive } from '../../../../src/core/bundle/extract.ts';
import { secretKinds } from '../../../../src/core/bundle/secretKinds.ts';
import { matchSecrets } from '../../../../src/core/bundle/secretPatterns.ts';
import { encodedSecret, secretWords } from '../../../../src/core/bundle/secretWords.ts';
import { findMentionedLeftOut, findRefused } from '../../../../src/core/bundle/selectionProblems.ts';
import { findBlockers, findGuards } from '../../../../src/core/publish/guards.ts';
import { findInLedger, parseLedger } from '../../../../src/core/publish/ledger.ts';
import { notKnown, refused } from '../../../../src/core/publish/outcome.ts';
import type { PublishPlan } from '../../../../src/core/publish/plan.ts';
import { describePull, planPull, pullRefusal } from '../../../../src/core/publish/pull.ts';
import { toRefusalProblem } from '../../../../src/core/publish/refusals.ts';
import { promoteNote, restoreNote, tagObstacle } from '../../../../src/core/publish/release.ts';
import type { PublishTarget } from '../../../../src/core/publish/target.ts';
import { parseApiKey } from '../../../../src/core/registry/apiKey.ts';
import { anthropicBaseUrl, parseBaseUrl } from '../../../../src/core/registry/endpoint.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { shapeFailure, toRegistryError, type FailureContext } from '../../../../src/core/registry/failure.ts';
import { decodeProfile } from '../../../../src/core/registry/profile.ts';
import type { SignedIn } from '../../../../src/core/registry/signedIn.ts';
import {
  emptyFolder,
  leftOutUnlessNamed,
  neverSent,
  privateKey,
  usuallyLeftOut,
  virtualEnvironment,
} from '../../../../src/core/text/exclusions.ts';
import { inEnglish } from '../../../../src/core/text/l10n.ts';
import { pathFault } from '../../../../src/core/text/paths.ts';
import { inMarks, untranslated } from '../../../support/markedWords.ts';

/** Nothing that is said by `work` is in English, but what is `data`. */
function assertTranslated(work: () => readonly (string | undefined)[], data: string): void {
  const said = inMarks(work);
  assert.ok(said.length > 0 && said.every((text) => text !== undefined && text !== ''), JSON.stringify(said));
  for (const text of said) assert.deepEqual(untranslated(text ?? '', data), [], text);
}

/** What is thrown. */
function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new assert.AssertionError({ message: 'Nothing was thrown.' });
}

const found: PublishTarget = {
  kind: 'newVersion',
  source: 'ledger',
  skillId: 'skill_1',
  latestVersion: 'v2',
  latestTime: '2026-01-02T00:00:00Z',
  sameName: [],
};
const entry = {
  skillId: 'skill_1',
  version: 'v1',
  name: 'demo',
  fingerprint: 'sha256:1',
  contentKey: 'sha256:1',
  time: '2026-01-01T00:00:00Z',
  notes: {},
};
const facts = {
  target: found,
  entry: undefined,
  locked: undefined,
  name: 'demo',
  fingerprint: 'sha256:2',
  contentKey: 'sha256:2',
  published: undefined,
  git: {},
  connection: { key: 'k', name: 'Team', production: false },
};
const noSecrets = { findings: [], cut: false, failed: [], unsearched: [] };
const context: FailureContext = {
  host: 'Team',
  address: 'https://example.org',
  secrets: [],
  who: { kind: 'key' },
  write: true,
  beforeSending: false,
  streamed: true,
  timedOut: false,
  aborted: false,
};
const signedIn: readonly SignedIn[] = [
  { kind: 'key' },
  { kind: 'profile', profile: 'work' },
  { kind: 'federation', rule: 'fdrl', organization: 'org', workspace: 'wrkspc' },
];

describe('in the language of the window', () => {
  it('is what there is to know before a publish', () => {
    const targets: readonly Partial<PublishTarget>[] = [
      { gone: 'skill_1' },
      { missing: true },
      { readOnly: 'plugin' },
      { source: 'name', label: 'Demo' },
      { source: 'none', sameName: [{ skillId: 'skill_1', label: undefined, updatedAt: '' }] },
      { unlisted: true },
      { publishedName: 'other' },
      { lastGone: true },
      {},
    ];
    const entries = [entry, { ...entry, skillId: 'skill_2' }, { ...entry, version: 'v2' }];
    const others = [
      { git: { dirtyFiles: ['a.md'] } },
      { git: { dirtyFiles: ['a.md', 'b.md', 'c.md', 'd.md'] } },
      { locked: { skillId: 'skill_1', version: undefined } },
      { connection: { ...facts.connection, production: true } },
      { published: facts.fingerprint },
      { published: facts.fingerprint, entry },
    ];
    assertTranslated(
      () =>
        [
          ...targets.map((target) => ({ ...facts, target: { ...found, ...target } })),
          ...entries.map((each) => ({ ...facts, entry: each, contentKey: each.contentKey })),
          ...others.map((each) => ({ ...facts, ...each })),
        ].flatMap((each) => findGuards(each).map(({ message }) => message)),
      'Team demo Demo other plugin claude-lock.json a.md 2026-01-01T00:00:00Z ant apply',
    );
  });

  it('is what stands in the way of a publish', () => {
    const place = (line: number | undefined, overridable: boolean) => ({
      ...{ path: 'a.md', range: { start: 0, end: 1 }, line, rule: 'x', what: 'a GitHub token', preview: 'x' },
      ...{ fingerprint: 'f', overridable },
    });
    const problem = {
      code: 'x/y',
      severity: 'error',
      file: 'a.md',
      range: { start: 0, end: 1 },
      message: '…',
    } as const;
    const given = { guards: [], problems: [], secrets: noSecrets, sendable: true, git: {} };
    assertTranslated(
      () =>
        [
          { ...given, problems: [problem, problem] },
          { ...given, problems: [{ ...problem, file: '' }, problem] },
          { ...given, sendable: false },
          { ...given, git: { requireClean: true } },
          { ...given, secrets: { ...noSecrets, findings: [place(1, false)] } },
          { ...given, secrets: { ...noSecrets, findings: [place(undefined, true)] } },
          { ...given, secrets: { ...noSecrets, findings: [place(1, true), place(2, true)] } },
          { ...given, secrets: { ...noSecrets, cut: true } },
          { ...given, secrets: { ...noSecrets, failed: ['a.md'] } },
        ].flatMap((each) => findBlockers(each, {}).map(({ message }) => message)),
      'a.md Git .skillignore',
    );
  });

  it('is how a publish ended', () => {
    const plan = { name: 'demo', connection: facts.connection, target: found } as unknown as PublishPlan;
    const error = inMarks(() => toRegistryError(Object.assign(new Error(), { status: 503 }), context));
    const told = new RegistryError(error.kind, error.message, {
      outcome: 'refused',
      serverMessage: 'nope.',
      requestId: 'req_1',
      retryAfter: 3,
    });
    const gone = AbortSignal.abort();
    assertTranslated(
      () => [
        notKnown(plan, error, { kind: 'absent', others: [] }, undefined).message,
        notKnown(plan, told, { kind: 'absent', others: ['v3'] }, undefined).message,
        notKnown(plan, told, { kind: 'unclear', candidates: ['v3'], reason: '…' }, gone).message,
        refused('', told).message,
        toRefusalProblem('skill name must be consistent across all versions', '')?.message,
        toRefusalProblem('cannot reuse an existing display_title', '')?.message,
        tagObstacle({}),
        tagObstacle({ dirtyFiles: ['a'] }),
        tagObstacle({ dirtyFiles: [] }),
      ],
      'demo Team nope req_1 Skills API Git skill name must be consistent across all versions cannot reuse an existing display_title',
    );
  });

  it('is why the publish history cannot be used', () => {
    const broken = JSON.stringify({ ledger: 2, skills: { a: { k: 7 }, b: 7 } });
    assertTranslated(
      () => [
        failureOf(() => parseLedger('{')),
        failureOf(() => parseLedger('7')),
        failureOf(() => parseLedger('{"ledger":9}')),
        failureOf(() => parseLedger(' '.repeat(1_048_577))),
        failureOf(() => findInLedger(parseLedger(broken), 'a', 'k')),
        failureOf(() => findInLedger(parseLedger(broken), 'b', 'k')),
        failureOf(() => findInLedger(parseLedger('{"ledger":2}'), '../x', 'k')),
      ],
      '.skill-publisher.json skillId JSON',
    );
  });

  it('is what a registry refused, and what to do', () => {
    const own = { type: 'error', error: { type: 'x', message: 'nope' } };
    const answers = [400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500].flatMap((status) =>
      [own, undefined].map((error) => Object.assign(new Error(), { status, error })),
    );
    const codes = [undefined, 'ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED', 'EPROTO'];
    assertTranslated(
      () => [
        ...signedIn.flatMap((who) => answers.map((answer) => toRegistryError(answer, { ...context, who }).message)),
        ...codes.map((code) => toRegistryError(Object.assign(new Error(), { code }), context).message),
        toRegistryError(new Error(), { ...context, aborted: true }).message,
        toRegistryError(new Error(), { ...context, timedOut: true }).message,
        shapeFailure(context, 'text/html', '').message,
      ],
      `Team nope work fdrl org wrkspc ${codes.join(' ')} text/html Skills API Proxy .skillignore JSON URL ant auth login --profile`,
    );
  });

  it('is why a key, an address or a profile cannot be used', () => {
    const said = (checked: { readonly ok: boolean; readonly reason?: string }): string | undefined => checked.reason;
    const profiles = [
      '7',
      '{"base_url":"x"}',
      '{"organization_id":"a b"}',
      '{}',
      '{"authentication":{"type":"oidc_federation"}}',
      '{"authentication":{"type":"oidc_federation","identity_token":{"source":"x"}}}',
    ];
    assertTranslated(
      () => [
        ...['', 'export X=1', 'ä', 'x'.repeat(301), 'short', 'sk-ant-admin-1'].map((key) =>
          said(parseApiKey(key, anthropicBaseUrl)),
        ),
        ...['x', 'a b', 'https://a:b@c.org', 'http://c.org', 'https://c.org?x'].map((url) => said(parseBaseUrl(url))),
        ...profiles.map((text) => failureOf(() => decodeProfile('work', text))),
      ],
      'API URL https://skills.example.com http:// https:// JSON work base_url organization_id federation_rule_id undefined',
    );
  });

  it('is why a file is not sent', () => {
    const names = ['.git', 'a.lnk', '.env', '.npmrc', 'node_modules', 'x.swp', '.gitignore', 'evals'];
    const kinds = [neverSent, leftOutUnlessNamed, usuallyLeftOut];
    const paths = [
      'a/'.repeat(600),
      '\ud800',
      'a\u0007',
      'a\\b',
      '/a',
      'a\u202eb',
      'a//b',
      './a',
      '../a',
      '__proto__',
      'a?',
      'a.',
      'con',
    ];
    const read = { path: 'SKILL.md', source: 'SKILL.md', size: 1, executable: false };
    const left = (['ignored', 'unreadable', 'link'] as const).map((kind) => ({ path: 'SKILL.md', kind, reason: '…' }));
    assertTranslated(
      () => [
        ...names.map((name) => kinds.map((reason) => reason(name)).find(Boolean)?.reason),
        ...[virtualEnvironment(), emptyFolder(), privateKey()].map(({ reason }) => reason),
        ...paths.map((each) => pathFault(each)?.reason),
        ...['.git/config', 'a.lnk', 'HEAD'].flatMap((path) =>
          findRefused([
            { ...read, path },
            { ...read, path: 'objects' },
            { ...read, path: 'refs' },
          ]).map(({ message }) => message),
        ),
        ...findMentionedLeftOut([...left, { path: 'a.md', kind: 'link', reason: '…' }], 'Read a.md').map(
          ({ message }) => message,
        ),
      ],
      'Windows Unicode __proto__ .skillignore Python pyvenv.cfg .git/config a.lnk HEAD SKILL.md Git a.md',
    );
  });

  it('is what an archive is refused for', () => {
    const archives = ['', 'x', '<html>', '\x1f\x8b', 'PK\x05\x06', `PK\x05\x06${'\0'.repeat(16)}\x01\0`];
    assertTranslated(
      () =>
        archives.map((text) => {
          try {
            extractArchive(Buffer.from(text, 'latin1'));
          } catch (error) {
            if (error instanceof ArchiveError) return error.message;
          }
          return undefined;
        }),
      'zip tar gzip xz 7z',
    );
  });

  it('is what an update does to a folder', () => {
    const file = (path: string, text: string) => ({ path, content: new TextEncoder().encode(text), mode: 0o644 });
    const present = { files: [file('a.md', 'a'), file('b.md', 'b')], selection: { leftOut: [] } };
    const plan = planPull(present, [file('a.md', 'x'), file('c.md', 'c')]);
    const obstacles = [{ path: 'pipe', kind: 'special', reason: '…' } as const];
    const own = {
      ...present,
      selection: { leftOut: [{ path: '.git/', kind: 'versionControl', reason: '' } as const] },
    };
    assertTranslated(
      () => [
        describePull(plan),
        describePull({ ...plan, added: [], changed: [], removed: [] }),
        pullRefusal(present, { ...plan, obstacles }),
        pullRefusal(own, plan),
        pullRefusal({ ...present, files: [file('.git/config', '')] }, plan),
      ],
      'pipe Git .git/config',
    );
  });

  it('is what a secret looks like, of which facts keep the English words', () => {
    const [match] = inMarks(() => matchSecrets('sk-or-v1-f3a90c17be44d2680e5591ab7c3de02f61d8a94b7703c5ee', 1));
    assert.equal(match?.what, 'an OpenRouter key');
    assertTranslated(
      () => [
        ...secretKinds.map(([, what]) => secretWords(what)),
        secretWords(encodedSecret('a GitHub token')),
        secretWords('the API key you publish with'),
      ],
      '',
    );
  });

  it('is nothing that is written for others', () => {
    const version = { createdAt: '2026-01-01T00:00:00Z' };
    const notes = inMarks(() => inEnglish(() => [restoreNote(version), promoteNote('Team', version)]));
    assert.deepEqual(notes, [
      'Restores the version of 2026-01-01 00:00 UTC',
      'Promoted from Team, the version of 2026-01-01 00:00 UTC',
    ]);
  });
});
