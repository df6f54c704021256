import { readFileSync } from 'node:fs';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { TreeError } from '../../core/bundle/fileTree.ts';
import { hashOf } from '../../core/bundle/fingerprint.ts';
import type { ImpactAnswer, ImpactQuestion, ImpactReader } from '../../core/impact/impact.ts';
import { SkillJudge } from '../../core/workspace/skillJudge.ts';
import { SkillReader } from '../../core/workspace/skillReader.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import { directCalls } from '../disk/diskCalls.ts';
import { diskSources, type DiskPlace } from '../disk/diskSources.ts';
import { FileReports } from './fileReports.ts';
import { Pulse } from './pulse.ts';
import type { FromJudge, JudgeMessage, JudgeOptions, ToJudge } from './protocol.ts';
import { useTranslations, type Translations } from '../../core/text/l10n.ts';
import { messageOf } from '../../core/text/message.ts';

/**
 * Entry of `dist/judge.js`: reads and judges skills in a thread of its own, so that nobody waits for it. Speaks
 * `protocol.ts`.
 */
class Program {
  readonly #port: MessagePort;
  readonly #places = new Map<string, DiskPlace>();
  readonly #running = new Map<number, AbortController>();
  /** Who asked last for a folder. */
  readonly #asked = new Map<string, number>();
  readonly #reports: FileReports | undefined;
  readonly #judge: SkillJudge;
  #impact: Promise<ImpactReader> | undefined;

  constructor(port: MessagePort, { pulse, store, translations }: JudgeOptions) {
    useTranslations(translations);
    this.#port = port;
    this.#reports = store === undefined ? undefined : new FileReports(store, ownHash(translations));
    const placeOf = (folder: string): DiskPlace => this.#places.get(folder) ?? { folder, root: undefined };
    const sources = diskSources(placeOf, directCalls);
    const current = new Pulse(pulse);
    this.#judge = new SkillJudge(new SkillReader(sources), this.#reports, (check, folder) =>
      current.during(this.#asked.get(folder) ?? 0, check),
    );
  }

  async take(message: ToJudge): Promise<void> {
    switch (message.type) {
      case 'judge':
        await this.#answer(message.id, async (signal) => ({
          type: 'report',
          id: message.id,
          report: await this.#report(message, signal),
        }));
        return;
      case 'impact':
        await this.#answer(message.id, async (signal) => ({
          type: 'impact',
          id: message.id,
          answer: await this.#compare(message.question, signal),
        }));
        return;
      case 'confusion':
        await this.#answer(message.id, async (signal) => ({
          type: 'confusion',
          id: message.id,
          answer: await this.#judge.confusion(message.question, signal),
        }));
        return;
      case 'abort':
        this.#running.get(message.id)?.abort();
        return;
      case 'changed':
        this.#judge.changed(message.folder, message.path);
        return;
      case 'forget':
        this.#judge.forget(message.folder);
        this.#places.delete(message.folder);
        this.#asked.delete(message.folder);
        return;
      case 'close':
        this.#judge.dispose();
        await this.#reports?.save();
        this.#port.close();
    }
  }

  async #answer(id: number, work: (signal: AbortSignal) => Promise<FromJudge>): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      this.#send(await work(controller.signal));
    } catch (error) {
      // Nobody waits for what was aborted.
      if (!controller.signal.aborted)
        this.#send({
          type: 'failed',
          id,
          message: messageOf(error),
          isUnreadable: error instanceof TreeError,
        });
    } finally {
      this.#running.delete(id);
    }
  }

  async #report({ id, request, material }: JudgeMessage, signal: AbortSignal): Promise<SkillReport> {
    this.#asked.set(request.folder, id);
    if ('content' in material) return this.#judge.judge({ ...request, content: material.content }, signal);
    this.#places.set(request.folder, material.place);
    await this.#reports?.open();
    return this.#judge.judge(request, signal);
  }

  async #compare(question: ImpactQuestion, signal: AbortSignal): Promise<ImpactAnswer> {
    this.#impact ??= import('../../core/impact/impact.ts').then(({ DirectImpactReader }) => new DirectImpactReader());
    return (await this.#impact).impact(question, signal);
  }

  #send(message: FromJudge): void {
    this.#port.postMessage(message);
  }
}

/**
 * Another one with every build and language: what was kept in another counts no more. Chunks are named by what is in
 * them.
 */
function ownHash(translations: Translations | undefined): string {
  return hashOf(Buffer.concat([readFileSync(__filename), Buffer.from(JSON.stringify(translations ?? {}))]));
}

if (parentPort) {
  const program = new Program(parentPort, workerData as JudgeOptions);
  parentPort.on('message', (message: ToJudge) => {
    void program.take(message);
  });
}
