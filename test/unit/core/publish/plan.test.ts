import assert from 'node:assert/strict';
import { skillArchive } from '../../../../src/core/bundle/skillArchive.ts';
import { extractArchive } from '../../../../src/core/bundle/extract.ts';
import type { LedgerEntry } from '../../../../src/core/publish/ledger.ts';
import { planPublish, whenPacked, type PublishPlan } from '../../../../src/core/publish/plan.ts';
import { toRepair } from '../../../../src/core/publish/publish.ts';
import type { MemoryNode } from '../../../support/memoryTree.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { packed, planInput, readContent, skillMd } from '../../../support/publishCase.ts';

const kinds = (plan: PublishPlan): string[] => plan.guards.map(({ kind }) => kind);
const blocked = (plan: PublishPlan): string[] => plan.blockers.map(({ code, choice }) => `${code}:${choice ?? ''}`);

/**
 * A registry with one version of `counting-lines`, published from this content, and the ledger entry of that publish.
 */
async function publishedCase(
  nodes: Record<string, MemoryNode> = { 'SKILL.md': skillMd('counting-lines') },
): Promise<{ registry: FakeRegistry; entry: LedgerEntry }> {
  const registry = new FakeRegistry();
  const prepared = await planPublish(await planInput(registry, { nodes }));
  const { skillId, ref } = registry.seed('counting-lines', (await prepared.upload?.bytes) ?? new Uint8Array());
  registry.calls.length = 0;
  return {
    registry,
    entry: {
      skillId,
      version: ref,
      name: 'counting-lines',
      fingerprint: prepared.plan.fingerprint,
      time: '2026-11-01T00:00:00.000Z',
      notes: {},
    },
  };
}
const changed = { 'SKILL.md': skillMd('counting-lines', 'Changed.') };

describe('planPublish', () => {
  it('plans a new skill where there is none, and says all of it as plain JSON', async () => {
    const registry = new FakeRegistry();
    const { plan, upload } = await planPublish(
      await planInput(registry, {
        nodes: { ...changed, 'notes.pyc': 'x' },
        note: ' First\nrelease ',
        git: { commit: 'abc' },
      }),
    );
    assert.deepEqual(
      [plan.target.kind, plan.target.source, plan.name, plan.note],
      ['newSkill', 'none', 'counting-lines', 'First release'],
    );
    assert.deepEqual(plan.request, {
      method: 'POST',
      path: '/v1/skills',
      fileName: 'counting-lines.zip',
      label: 'counting-lines',
    });
    assert.deepEqual(
      plan.leftOut.map(({ path, kind }) => [path, kind]),
      [['notes.pyc', 'cache']],
    );
    assert.equal(plan.sizes.archive, (await upload?.bytes)?.length);
    assert.ok(plan.sizes.request > plan.sizes.archive);
    assert.deepEqual(plan.blockers, []);
    assert.deepEqual(JSON.parse(JSON.stringify(plan)), JSON.parse(JSON.stringify({ ...plan })));
    assert.deepEqual(skillArchive(extractArchive((await upload?.bytes) ?? new Uint8Array())).wrapper, 'counting-lines');
    assert.equal(registry.commits, 0);
  });

  it('plans a version of the skill the ledger names, without downloading', async () => {
    const { registry, entry } = await publishedCase();
    const { plan } = await planPublish(await planInput(registry, { nodes: changed, entry }));
    assert.deepEqual(
      [plan.target.source, plan.target.skillId, plan.target.latestVersion],
      ['ledger', entry.skillId, entry.version],
    );
    assert.deepEqual(plan.request, {
      method: 'POST',
      path: `/v1/skills/${entry.skillId}/versions`,
      fileName: 'counting-lines.zip',
    });
    assert.equal(plan.publishedFingerprint, entry.fingerprint);
    assert.deepEqual(kinds(plan), []);
    assert.ok(!registry.calls.includes('downloadVersion'));
  });

  it('says that nothing changed, and publishes all the same when that is chosen', async () => {
    const { registry, entry } = await publishedCase();
    assert.deepEqual(blocked((await planPublish(await planInput(registry, { entry }))).plan), ['unchanged:unchanged']);
    assert.deepEqual(
      blocked((await planPublish(await planInput(registry, { entry, choices: { unchanged: true } }))).plan),
      [],
    );
  });

  it('blocks a changed name and offers a new skill', async () => {
    const { registry, entry } = await publishedCase();
    const nodes = { 'SKILL.md': skillMd('measuring-files') };
    const { plan } = await planPublish(await planInput(registry, { nodes, entry }));
    assert.deepEqual(blocked(plan), ['renamed:target']);
    assert.ok(plan.problems.some(({ code }) => code === 'name/immutable'));
    const other = await planPublish(await planInput(registry, { nodes, entry, choices: { target: 'new' } }));
    assert.deepEqual([other.plan.target.kind, blocked(other.plan)], ['newSkill', []]);
  });

  it('says when somebody published since, and who knows what', async () => {
    const { registry, entry } = await publishedCase();
    const { files } = await readContent('x', { 'SKILL.md': skillMd('counting-lines', 'Theirs.') });
    const theirs = registry.seed('counting-lines', await packed('counting-lines', files), { skillId: entry.skillId });
    const { plan } = await planPublish(await planInput(registry, { nodes: changed, entry }));
    assert.deepEqual(blocked(plan), ['remoteNewer:remoteNewer']);
    const said = plan.guards[0]?.message ?? '';
    assert.ok(said.includes(plan.target.latestTime ?? 'no time') && said.includes(entry.time), said);
    assert.ok(!said.includes(theirs.ref), 'ids are for machines');
    assert.deepEqual(
      blocked(
        (await planPublish(await planInput(registry, { nodes: changed, entry, choices: { remoteNewer: true } }))).plan,
      ),
      [],
    );
  });

  it('says that the version of the ledger was deleted, and accuses nobody of publishing', async () => {
    const { registry, entry } = await publishedCase();
    const later = await planPublish(await planInput(registry, { nodes: changed, entry }));
    const { ref } = registry.seed('counting-lines', (await later.upload?.bytes) ?? new Uint8Array(), {
      skillId: entry.skillId,
    });
    await registry.deleteVersion(entry.skillId, ref);
    const { plan } = await planPublish(
      await planInput(registry, {
        nodes: { 'SKILL.md': skillMd('counting-lines', 'More.') },
        entry: { ...entry, version: ref },
      }),
    );
    assert.deepEqual(blocked(plan), ['remoteNewer:remoteNewer']);
    assert.match(
      plan.blockers[0]?.message ?? '',
      /^Your version \(2026-11-01T.*\) no longer exists; the latest is a different one \(/,
    );
  });

  it('says that a version the ledger does not know may be an own one that was not noted', async () => {
    const { registry, entry } = await publishedCase();
    const later = await planPublish(await planInput(registry, { nodes: changed, entry }));
    registry.seed('counting-lines', (await later.upload?.bytes) ?? new Uint8Array(), { skillId: entry.skillId });
    const { plan } = await planPublish(
      await planInput(registry, { nodes: { 'SKILL.md': skillMd('counting-lines', 'More.') }, entry }),
    );
    assert.match(plan.blockers[0]?.message ?? '', /from elsewhere, or from here without being recorded/);
  });

  it('takes a version that the publish history has, such as one somebody restored, for no foreign one', async () => {
    const { registry, entry } = await publishedCase();
    const later = await planPublish(await planInput(registry, { nodes: changed, entry }));
    const { ref } = registry.seed('counting-lines', (await later.upload?.bytes) ?? new Uint8Array(), {
      skillId: entry.skillId,
    });
    const restored = { ...entry, notes: { ...entry.notes, [ref]: 'Restores the version of 2026-10-01' } };
    const nodes = { 'SKILL.md': skillMd('counting-lines', 'More.') };
    const { plan } = await planPublish(await planInput(registry, { nodes, entry: restored }));
    assert.deepEqual(blocked(plan), ['remoteNewer:remoteNewer'], 'it must still be asked before it is undone');
    assert.match(
      plan.blockers[0]?.message ?? '',
      /^This folder is based on an earlier version \(2026.*\) than the latest one in .*: “Restores the version of/,
    );
    assert.equal(plan.guards[0]?.noted, true);
  });

  it('offers a version of a skill of the same name that the ledger does not know, before a second skill', async () => {
    const { registry, entry } = await publishedCase();
    const { plan } = await planPublish(await planInput(registry, { nodes: changed }));
    assert.deepEqual(
      [plan.target.kind, plan.target.source, plan.target.skillId, blocked(plan)],
      ['newVersion', 'name', entry.skillId, ['sameName:target']],
    );
    const chosen = await planPublish(
      await planInput(registry, { nodes: changed, choices: { target: { skillId: entry.skillId } } }),
    );
    assert.deepEqual([chosen.plan.target.source, blocked(chosen.plan)], ['chosen', []]);
    const second = await planPublish(await planInput(registry, { nodes: changed, choices: { target: 'new' } }));
    assert.deepEqual(
      [second.plan.target.kind, second.plan.target.sameName.map(({ skillId }) => skillId), blocked(second.plan)],
      ['newSkill', [entry.skillId], []],
    );
  });

  it('finds a skill of the same name that has no label, or a label that reads like it', async () => {
    for (const label of [undefined, 'Counting Lines']) {
      const registry = new FakeRegistry();
      const { files } = await readContent('x', changed);
      const seeded = registry.seed('counting-lines', await packed('counting-lines', files), { label });
      assert.equal((await planPublish(await planInput(registry))).plan.target.skillId, seeded.skillId);
    }
  });

  it('mends the ledger when the latest version has exactly this content (a crash between upload and ledger)', async () => {
    const { registry, entry } = await publishedCase();
    const next = await planPublish(await planInput(registry, { nodes: changed, entry }));
    const { ref } = registry.seed('counting-lines', (await next.upload?.bytes) ?? new Uint8Array(), {
      skillId: entry.skillId,
    });
    const { plan } = await planPublish(await planInput(registry, { nodes: changed, entry }));
    assert.deepEqual(kinds(plan), ['unchanged', 'repaired']);
    assert.equal(toRepair(plan)?.version, ref);
    assert.equal(toRepair(plan)?.fingerprint, plan.fingerprint);
    const lost = await planPublish(await planInput(registry, { nodes: changed }));
    assert.equal(toRepair(lost.plan)?.version, ref);
    assert.deepEqual(blocked(lost.plan), ['unchanged:unchanged']);
    assert.equal(toRepair(next.plan), undefined);
  });

  it('says when the skill of the ledger is gone, and publishes a new one only when that is chosen', async () => {
    const { registry, entry } = await publishedCase();
    registry.remove(entry.skillId);
    assert.deepEqual(blocked((await planPublish(await planInput(registry, { entry }))).plan), ['gone:target']);
    assert.deepEqual(
      blocked((await planPublish(await planInput(registry, { entry, choices: { target: 'new' } }))).plan),
      [],
    );
  });

  it('goes nowhere else when the skill that was chosen does not exist', async () => {
    const { registry, entry } = await publishedCase();
    for (const nodes of [changed, { 'SKILL.md': skillMd('measuring-files') }]) {
      for (const known of [undefined, entry]) {
        const { plan } = await planPublish(
          await planInput(registry, { nodes, entry: known, choices: { target: { skillId: 'skill_x' } } }),
        );
        assert.deepEqual([plan.target.source, blocked(plan)], ['chosen', ['missing:']]);
        assert.match(plan.blockers[0]?.message ?? '', /^Test has no skill with this ID/);
      }
    }
  });

  it("does not write to the service's own skills", async () => {
    const registry = new FakeRegistry();
    const { files } = await readContent('x', changed);
    const { skillId } = registry.seed('counting-lines', await packed('counting-lines', files), { source: 'anthropic' });
    const { plan } = await planPublish(await planInput(registry, { choices: { target: { skillId } } }));
    assert.ok(blocked(plan).includes('readOnly:target'));
  });

  it("uses the mapping of the neighbor's lock file and mentions it", async () => {
    const { registry, entry } = await publishedCase();
    const { plan } = await planPublish(
      await planInput(registry, { nodes: changed, locked: { skillId: entry.skillId, version: entry.version } }),
    );
    assert.deepEqual([plan.target.source, kinds(plan), blocked(plan)], ['claudeLock', ['claudeLock'], []]);
  });

  it('asks once more on a production connection', async () => {
    const registry = new FakeRegistry();
    const connection = { key: 'k', name: 'Live', production: true };
    assert.deepEqual(blocked((await planPublish(await planInput(registry, { connection }))).plan), [
      'production:production',
    ]);
    assert.deepEqual(
      blocked((await planPublish(await planInput(registry, { connection, choices: { production: true } }))).plan),
      [],
    );
  });

  it('shows uncommitted changes, and blocks them only when a setting asks for a clean tree', async () => {
    const registry = new FakeRegistry();
    const git = { dirtyFiles: ['SKILL.md'] };
    const { plan } = await planPublish(await planInput(registry, { git }));
    assert.deepEqual([kinds(plan), blocked(plan)], [['dirty'], []]);
    assert.deepEqual(
      blocked((await planPublish(await planInput(registry, { git: { ...git, requireClean: true } }))).plan),
      ['dirty:'],
    );
    const unknown = await planPublish(await planInput(registry, { git: { requireClean: true } }));
    assert.deepEqual(
      unknown.plan.blockers.map(({ code, choice, message }) => [code, choice, message.includes('Could not tell')]),
      [['dirty', undefined, true]],
    );
  });

  it('blocks what looks like a secret unless its place is allowed, and the own key forever', async () => {
    const registry = new FakeRegistry();
    const secret = `ghp_${'a1B2c3D4e5'.repeat(3)}F6g7H8`;
    const nodes = { ...changed, 'notes.md': `token ${secret}` };
    const { plan } = await planPublish(await planInput(registry, { nodes }));
    assert.deepEqual(blocked(plan), ['secrets:allowedSecrets']);
    assert.deepEqual(
      plan.problems.filter(({ code }) => code.startsWith('secret/')).map(({ file, range }) => [file, range.start]),
      [['notes.md', 6]],
    );
    assert.ok(!JSON.stringify(plan).includes(secret.slice(0, 12)));
    const allowed = plan.secrets.map(({ fingerprint }) => ({ fingerprint, reason: 'sample', time: '2026-11-28' }));
    const choices = { allowedSecrets: allowed };
    const git = { author: 'Jo' };
    const open = (await planPublish(await planInput(registry, { nodes, choices, git }))).plan;
    assert.deepEqual([blocked(open), open.allowedSecrets], [[], allowed.map((each) => ({ by: 'Jo', ...each }))]);
    const own = (await planPublish(await planInput(registry, { nodes, forbidden: [secret] }))).plan;
    const forced = own.secrets.map(({ fingerprint }) => ({ fingerprint, reason: 'sample', time: '2026-11-28' }));
    const { plan: still } = await planPublish(
      await planInput(registry, { nodes, forbidden: [secret], choices: { allowedSecrets: [...allowed, ...forced] } }),
    );
    assert.deepEqual(blocked(still), ['ownKey:']);
  });

  it('allows one place that looks like a secret, remembers it, and asks again when its value changes', async () => {
    const registry = new FakeRegistry();
    const value = (letter: string): string => `ghp_${`a1B2c3D4${letter}5`.repeat(3)}F6g7H8`;
    const nodes = { ...changed, 'a.md': `token ${value('e')}`, 'b.md': `token ${value('k')}` };
    const { plan } = await planPublish(await planInput(registry, { nodes }));
    const [first, second] = plan.secrets;
    assert.ok(first && second && first.fingerprint !== second.fingerprint);
    const allow = { fingerprint: first.fingerprint, by: 'Jo', reason: 'sample', time: '2026-11-28T10:00:00Z' };
    const one = (await planPublish(await planInput(registry, { nodes, choices: { allowedSecrets: [allow] } }))).plan;
    assert.deepEqual(blocked(one), ['secrets:allowedSecrets']);
    assert.deepEqual(one.secrets, [second]);
    assert.deepEqual(one.allowedSecrets, [allow]);
    assert.ok(!one.problems.some(({ code, file }) => code.startsWith('secret/') && file === 'a.md'));
    const other = { ...allow, fingerprint: second.fingerprint };
    const entry = {
      skillId: 'skill_1',
      name: 'counting-lines',
      version: '1',
      fingerprint: 'sha256:0',
      time: allow.time,
      notes: {},
      allowedSecrets: [allow, other],
    };
    const secretsOf = async (files: typeof nodes): Promise<readonly string[]> =>
      (await planPublish(await planInput(registry, { nodes: files, entry }))).plan.secrets.map(({ path }) => path);
    assert.deepEqual(await secretsOf(nodes), []);
    assert.deepEqual(await secretsOf({ ...nodes, 'b.md': `token ${value('m')}` }), ['b.md']);
  });

  it('blocks a skill with errors and builds no archive of what cannot be read', async () => {
    const registry = new FakeRegistry();
    const broken = await planPublish(
      await planInput(registry, { nodes: { 'SKILL.md': '---\nname: Bad Name\n---\n' } }),
    );
    assert.deepEqual(blocked(broken.plan), ['problems:']);
    assert.equal(broken.upload, undefined);
    const unreadable = await planPublish(await planInput(registry, { nodes: { ...changed, x: { unreadable: true } } }));
    assert.deepEqual([blocked(unreadable.plan), unreadable.upload], [['problems:'], undefined]);
    const missing = await planPublish(await planInput(registry, { nodes: { 'README.md': 'x' } }));
    assert.ok(missing.plan.problems.some(({ code }) => code === 'file/missing'));
  });

  it('measures the exact request: a body as large as the limit passes, one byte more does not', async () => {
    const registry = new FakeRegistry();
    const { plan, upload } = await planPublish(await planInput(registry));
    const form = new FormData();
    form.append('display_name', plan.request?.label ?? '');
    form.append(
      'files[]',
      new File([new Uint8Array((await upload?.bytes) ?? [])], 'counting-lines.zip', { type: 'application/zip' }),
    );
    assert.equal(plan.sizes.request, (await new Response(form).arrayBuffer()).byteLength);
    assert.equal(plan.sizes.requestLimit, 31_457_280);
    const at = async (requestLimit: number): Promise<string[]> =>
      (await planPublish(await planInput(registry, { requestLimit }))).plan.problems.map(({ code }) => code);
    assert.ok(!(await at(plan.sizes.request)).includes('package/too-large'));
    assert.ok((await at(plan.sizes.request - 1)).includes('package/too-large'));
  });

  it('is there before the archive, with the most that it can be, where that is told to be enough', async () => {
    const registry = new FakeRegistry();
    const exact = await planPublish(await planInput(registry));
    const soon = await planPublish(await planInput(registry, { packLater: true }));
    assert.equal(soon.plan.sizes.packing, true);
    assert.ok(soon.plan.sizes.archive > exact.plan.sizes.archive);
    assert.ok(soon.plan.sizes.request > exact.plan.sizes.request);
    assert.deepEqual((await whenPacked(soon)).plan, exact.plan);
    assert.deepEqual(await soon.upload?.bytes, await exact.upload?.bytes);
    const atLimit = await planInput(registry, { packLater: true, requestLimit: exact.plan.sizes.request });
    assert.deepEqual((await planPublish(atLimit)).plan.sizes, {
      ...exact.plan.sizes,
      requestLimit: exact.plan.sizes.request,
    });
  });

  it('makes no archive that nobody needs anymore', async () => {
    const wanted = new AbortController();
    const input = await planInput(new FakeRegistry(), { packLater: true, signal: wanted.signal });
    const { upload } = await planPublish(input);
    wanted.abort();
    await assert.rejects(upload?.bytes ?? Promise.resolve(), { name: 'AbortError' });
  });

  it('stops when it is told to', async () => {
    await assert.rejects(planPublish(await planInput(new FakeRegistry(), { signal: AbortSignal.abort() })), {
      name: 'AbortError',
    });
  });
});
