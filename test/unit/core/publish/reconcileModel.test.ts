import assert from 'node:assert/strict';
import fc from 'fast-check';
import { extractArchive } from '../../../../src/core/bundle/extract.ts';
import { fingerprint } from '../../../../src/core/bundle/fingerprint.ts';
import { skillArchive } from '../../../../src/core/bundle/skillArchive.ts';
import { settleAttempt, type Attempt } from '../../../../src/core/publish/attempt.ts';
import { PublishLock } from '../../../../src/core/publish/publishLock.ts';
import { findInLedger, parseLedger } from '../../../../src/core/publish/ledger.ts';
import { planPublish } from '../../../../src/core/publish/plan.ts';
import { publish } from '../../../../src/core/publish/publish.ts';
import { downloadWith } from '../../../../src/core/publish/remote.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { FakeRegistry, type CreateFault } from '../../../support/fakeRegistry.ts';
import { note, times } from '../../../support/figures.ts';
import { MemoryLedger, packed, planInput, readContent, skillMd } from '../../../support/publishCase.ts';

/** One click on Publish, and what goes wrong around it. */
interface Click {
  readonly fault: 'ok' | 'lostBefore' | 'lostAfter' | 'late1' | 'late2' | 'late3' | 'refused' | 'limited';
  /** Others publish: before the upload is applied, or between plan and publish. */
  readonly rival: 'none' | 'during' | 'before';
  /** Which of the reads after the upload fail. */
  readonly failures: readonly boolean[];
  readonly downloadable: boolean;
  readonly canceled: boolean;
}

const click: fc.Arbitrary<Click> = fc.record({
  fault: fc.constantFrom('ok', 'lostBefore', 'lostAfter', 'late1', 'late2', 'late3', 'refused', 'limited'),
  rival: fc.constantFrom('none', 'none', 'during', 'before'),
  failures: fc.array(fc.boolean(), { maxLength: 6 }),
  downloadable: fc.boolean(),
  canceled: fc.boolean(),
});

function toFault(fault: Click['fault']): CreateFault {
  if (fault === 'refused') return new RegistryError('invalid', 'Refused.', { outcome: 'refused', status: 400 });
  if (fault === 'limited') return new RegistryError('rateLimited', 'Limited.', { outcome: 'refused', status: 429 });
  if (fault === 'late1' || fault === 'late2' || fault === 'late3') return { late: Number(fault.slice(4)) };
  return fault;
}

async function storedFingerprints(registry: FakeRegistry): Promise<string[]> {
  const all = registry.skills.flatMap(({ versions }) => versions);
  return Promise.all(all.map(({ bytes }) => fingerprint(skillArchive(extractArchive(bytes)).files)));
}

describe('publish, under any schedule of faults and rivals', () => {
  it('applies at most one version a click, never says what is not so, and finds out later what it did not know', async function () {
    this.timeout(times(30_000, 3_600_000));
    let schedules = 0;
    const verdicts = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(click, { minLength: 1, maxLength: 4 }), async (clicks) => {
        schedules += 1;
        const registry = new FakeRegistry();
        const ledger = new MemoryLedger();
        const lock = new PublishLock();
        const rivalBytes = await Promise.all(
          clicks.map(async (_, index) =>
            packed(
              'counting-lines',
              (await readContent('x', { 'SKILL.md': skillMd('counting-lines', `Rival ${index}.`) })).files,
            ),
          ),
        );
        for (const [index, step] of clicks.entries()) {
          registry.downloadable = true;
          registry.readFailures.length = 0;
          const entry = findInLedger(parseLedger(ledger.text), 'skills/counting-lines', 'https://skills.example.org');
          const [present] = registry.skills;
          const prepared = await planPublish(
            await planInput(registry, {
              nodes: { 'SKILL.md': skillMd('counting-lines', `Mine ${index}.`) },
              entry,
              choices: { target: present ? { skillId: present.id } : 'new', unchanged: true, remoteNewer: true },
            }),
          );
          const rival = (): void => {
            registry.seed(
              'counting-lines',
              rivalBytes[index] ?? new Uint8Array(),
              present ? { skillId: present.id } : {},
            );
          };
          if (step.rival === 'before') rival();
          const controller = new AbortController();
          registry.creates.length = 0;
          registry.creates.push(toFault(step.fault));
          registry.onCreate = () => {
            if (step.rival === 'during') rival();
            if (step.canceled) controller.abort();
            registry.readFailures.push(...step.failures);
            registry.downloadable = step.downloadable;
          };
          const before = registry.commits;
          let attempt: Attempt | undefined;
          const onSend = (sent: Attempt): Promise<void> => {
            attempt = JSON.parse(JSON.stringify(sent)) as Attempt;
            return Promise.resolve();
          };
          const outcome = await publish({
            prepared,
            registry,
            lock,
            ledger,
            signal: controller.signal,
            delay: () => Promise.resolve(),
            onSend,
          });
          const there = (await storedFingerprints(registry)).includes(prepared.plan.fingerprint);
          verdicts.add(outcome.kind);
          assert.ok(registry.commits - before <= 1, 'more than one version for one click');
          assert.equal(there, registry.commits > before);
          if (outcome.kind === 'published') assert.ok(there, `said published: ${outcome.message}`);
          else if (outcome.kind !== 'unknown') assert.ok(!there, `said ${outcome.kind}: ${outcome.message}`);
          if (outcome.kind === 'unknown')
            assert.ok(
              step.failures.includes(true) || !step.downloadable || step.fault === 'lostBefore',
              `did not know although everything could be read: ${outcome.message}`,
            );
          if (!attempt) continue;
          registry.readFailures.length = 0;
          registry.downloadable = true;
          rival();
          const found = await settleAttempt({ registry, attempt, read: downloadWith(registry), once: true });
          assert.equal(found.kind, there ? 'found' : 'absent', 'found out later, when everything could be read');
        }
      }),
      { numRuns: times(120, 500) },
    );
    note('schedules', schedules);
    assert.deepEqual(
      [...verdicts].sort(),
      ['notPublished', 'published', 'stale', 'unknown'],
      'the schedules do not reach every verdict',
    );
  });
});
