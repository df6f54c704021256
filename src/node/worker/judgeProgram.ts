import { readFileSync } from 'node:fs';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { TreeError } from '../../core/bundle/fileTree.ts';
import { hashOf } from '../../core/bundle/fingerprint.ts';
import { judgeContent, SkillJudge, type JudgeRequest } from '../../core/workspace/skillJudge.ts';
import { SkillReader } from '../../core/workspace/skillReader.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import { directCalls } from '../disk/diskCalls.ts';
import { diskSources, type DiskPlace } from '../disk/diskSources.ts';
import { FileReports } from './fileReports.ts';
import type { FromJudge, JudgeOptions, Material, ToJudge } from './protocol.ts';

/**
 * Entry of `dist/judge.js`: reads and judges skills in a thread of its own, so that nobody waits for it. Speaks
 * `protocol.ts`.
 */
class Program {
  readonly #port: MessagePort;
  readonly #places = new Map<string, DiskPlace>();
  readonly #running = new Map<number, AbortController>();
  readonly #reports: FileReports | undefined;
  readonly #judge: SkillJudge;

  constructor(port: MessagePort, { store }: JudgeOptions) {
    this.#port = port;
    this.#reports = store === undefined ? undefined : new FileReports(store, ownHash());
    const placeOf = (folder: string): DiskPlace => this.#places.get(folder) ?? { folder, root: undefined };
    const sources = diskSources(placeOf, directCalls);
    this.#judge = new SkillJudge(new SkillReader(sources), this.#reports);
  }

  async take(message: ToJudge): Promise<void> {
    switch (message.type) {
      case 'judge':
        await this.#answer(message.id, message.request, message.material);
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
        return;
      case 'close':
        this.#judge.dispose();
        await this.#reports?.save();
        this.#port.close();
    }
  }

  async #answer(id: number, request: JudgeRequest, material: Material): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      this.#send({ type: 'report', id, report: await this.#report(request, material, controller.signal) });
    } catch (error) {
      // Nobody waits for what was aborted.
      if (!controller.signal.aborted)
        this.#send({
          type: 'failed',
          id,
          message: error instanceof Error ? error.message : String(error),
          isUnreadable: error instanceof TreeError,
        });
    } finally {
      this.#running.delete(id);
    }
  }

  async #report(request: JudgeRequest, material: Material, signal: AbortSignal): Promise<SkillReport> {
    if ('content' in material) return judgeContent(material.content, request);
    this.#places.set(request.folder, material.place);
    await this.#reports?.open();
    return this.#judge.judge(request, signal);
  }

  #send(message: FromJudge): void {
    this.#port.postMessage(message);
  }
}

/** Another one with every build: what an older one kept counts no more. Chunks are named by what is in them. */
function ownHash(): string {
  return hashOf(readFileSync(__filename));
}

if (parentPort) {
  const program = new Program(parentPort, workerData as JudgeOptions);
  parentPort.on('message', (message: ToJudge) => {
    void program.take(message);
  });
}
