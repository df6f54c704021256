import assert from 'node:assert/strict';
import { DirectImpactReader } from '../../../../src/core/impact/impact.ts';
import { PublishLock } from '../../../../src/core/publish/publishLock.ts';
import type { LedgerEntry } from '../../../../src/core/publish/ledger.ts';
import { acceptedBefore } from '../../../../src/core/publish/acceptedChanges.ts';
import { findInLedger, parseLedger } from '../../../../src/core/publish/ledger.ts';
import { planPublish, type PlanInput, type PreparedPublish } from '../../../../src/core/publish/plan.ts';
import { publish } from '../../../../src/core/publish/publish.ts';
import { FakeRegistry } from '../../../support/fakeRegistry.ts';
import { MemoryLedger, planInput, skillMd } from '../../../support/publishCase.ts';

class MemoryFacts {
  readonly tool = '1.0.0';
  readonly texts = new Map<string, string>();

  read(fingerprint: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(fingerprint));
  }

  write(fingerprint: string, text: string): Promise<void> {
    this.texts.set(fingerprint, text);
    return Promise.resolve();
  }
}

const wider = { 'SKILL.md': skillMd('counting-lines', '```bash\nraincheck --now\n```') };

class Case {
  readonly registry = new FakeRegistry();
  readonly kept = new MemoryFacts();
  readonly ledger = new MemoryLedger();

  async plan(nodes?: Record<string, string>, changes: Partial<PlanInput> = {}): Promise<PreparedPublish> {
    const input = await planInput(this.registry, {
      ...(nodes ? { nodes } : {}),
      entry: this.entry(),
      impact: { reader: new DirectImpactReader(), kept: this.kept },
      ...changes,
    });
    this.registry.calls.length = 0;
    return planPublish(input);
  }

  entry(): LedgerEntry | undefined {
    return findInLedger(parseLedger(this.ledger.text), 'skills/counting-lines', 'https://skills.example.org');
  }

  async publish(nodes?: Record<string, string>): Promise<PreparedPublish> {
    const prepared = await this.plan(nodes);
    const { registry, ledger, kept } = this;
    const outcome = await publish({ prepared, registry, ledger, kept, lock: new PublishLock() });
    assert.equal(outcome.kind, 'published', outcome.message);
    return prepared;
  }

  downloads(): number {
    return this.registry.calls.filter((call) => call === 'downloadVersion').length;
  }
}

const codes = ({ plan: { impact } }: PreparedPublish): readonly string[] =>
  impact?.kind === 'compared' ? impact.findings.map(({ code }) => code) : [impact?.kind ?? 'none'];

describe('the impact of a release', () => {
  it('compares with what was kept at the publish before, without a download', async () => {
    const each = new Case();
    const first = await each.publish();
    assert.deepEqual(codes(first), ['first']);
    assert.deepEqual([...each.kept.texts.keys()], [first.plan.fingerprint]);
    const next = await each.plan(wider);
    assert.deepEqual([codes(next), each.downloads()], [['impact/command-added'], 0]);
    assert.doesNotMatch(each.ledger.text ?? '', /facts|impact|sketch/);
  });

  it('takes a version of which nothing was kept from its archive, once', async () => {
    const each = new Case();
    const { plan } = await each.publish();
    each.kept.texts.clear();
    assert.deepEqual([codes(await each.plan(wider)), each.downloads()], [['impact/command-added'], 1]);
    assert.deepEqual([...each.kept.texts.keys()], [plan.fingerprint]);
    assert.deepEqual([codes(await each.plan(wider)), each.downloads()], [['impact/command-added'], 0]);
  });

  it('takes it from the archive when what was kept is damaged, or of another version', async () => {
    const each = new Case();
    const { plan } = await each.publish();
    const text = each.kept.texts.get(plan.fingerprint) ?? '';
    for (const other of ['', text.replace('SKILL.md', 'SKILLS.md'), text.replace('sha256:', 'sha256:0')]) {
      each.kept.texts.set(plan.fingerprint, other);
      assert.deepEqual([codes(await each.plan(wider)), each.downloads()], [['impact/command-added'], 1]);
      assert.equal(each.kept.texts.get(plan.fingerprint), text);
    }
  });

  it('remembers with the version which changes were meant, and asks again for the next one', async () => {
    const each = new Case();
    await each.publish();
    const decided = { subject: 'raincheck', by: 'Jo', reason: 'Announced.', time: '2026-01-01T00:00:00Z' };
    const change = { code: 'impact/command-added', ...decided };
    const other = { code: 'impact/host-added', ...decided };
    const meant = await each.plan(wider, { choices: { acceptedChanges: [change, other] } });
    assert.deepEqual([codes(meant), meant.plan.acceptedChanges], [['impact/command-added'], [change]]);
    const stale = { ...change, fingerprint: 'sha256:other' };
    assert.equal((await each.plan(wider, { choices: { acceptedChanges: [stale] } })).plan.acceptedChanges, undefined);
    const { registry, ledger } = each;
    await publish({ prepared: meant, registry, ledger, lock: new PublishLock() });
    assert.deepEqual(each.entry()?.acceptedChanges, [change]);
    await each.publish({ 'SKILL.md': skillMd('counting-lines', '```bash\nraincheck --now\nsunscan --now\n```') });
    assert.equal(each.entry()?.acceptedChanges, undefined);
  });

  it('asks about the same content once, whichever connection it was published to, and keeps who decided', async () => {
    const each = new Case();
    await each.publish();
    const decided = { subject: 'raincheck', reason: 'Announced.', time: '2026-01-01T00:00:00Z' };
    const change = { code: 'impact/command-added', ...decided };
    const { fingerprint } = (await each.plan(wider)).plan;
    const folder = 'skills/counting-lines';
    const staging = { ...each.entry(), fingerprint, acceptedChanges: [change] } as LedgerEntry;
    const before = acceptedBefore(new Map([[folder, new Map([['https://staging.example.org', staging]])]]), folder);
    const again = await each.plan(wider, { acceptedBefore: before, git: { author: 'Al' } });
    assert.deepEqual(again.plan.acceptedChanges, [change]);
    const now = { acceptedChanges: [{ ...change, by: 'Jo', reason: 'Agreed.' }] };
    const both = await each.plan(wider, { acceptedBefore: before, choices: now });
    assert.deepEqual(both.plan.acceptedChanges, now.acceptedChanges);
    const more = { 'SKILL.md': skillMd('counting-lines', '```bash\nraincheck --now\nsunscan --now\n```') };
    assert.equal((await each.plan(more, { acceptedBefore: before })).plan.acceptedChanges, undefined);
  });

  it('finds nothing in the same content, and reads nothing for that', async () => {
    const each = new Case();
    await each.publish();
    each.kept.texts.clear();
    assert.deepEqual([codes(await each.plan()), each.downloads()], [[], 0]);
  });

  it('compares with the version that is there, not with the one that was published from here', async () => {
    const each = new Case();
    const { upload } = await each.publish();
    const { upload: theirs } = await each.plan(wider);
    assert.ok(upload && theirs);
    each.registry.seed('counting-lines', await theirs.bytes, { skillId: each.entry()?.skillId ?? '' });
    assert.deepEqual(codes(await each.plan()), ['impact/command-removed']);
  });

  it('is not known when the version before cannot be read', async () => {
    const each = new Case();
    await each.publish();
    each.kept.texts.clear();
    each.registry.downloadable = false;
    assert.deepEqual(codes(await each.plan(wider)), ['unknown']);
  });

  it('is no part of a plan that was not asked for it', async () => {
    const each = new Case();
    assert.deepEqual(codes(await each.plan(wider, { impact: undefined })), ['none']);
  });
});
