import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseError } from './database.ts';
import type { FromWorker, RegistryCounts, ToWorker, WorkerOptions } from './protocol.ts';
import { startServer } from './server.ts';
import { isBusy, toStorageError } from './storageError.ts';
import { Store } from './store.ts';
import { exportSkills } from './transfer.ts';
import { messageOf } from '../../core/text/message.ts';
import { l10n, useTranslations, type Translations } from '../../core/text/l10n.ts';

/**
 * Entry of `dist/localRegistry.js`: the registry of one window, in a worker thread of the extension. Speaks
 * `protocol.ts` with it.
 */
async function serveStore(
  options: WorkerOptions,
  send: (message: FromWorker) => void,
): Promise<(message: ToWorker) => Promise<void>> {
  const say: Say = (work) => inLanguage(options.translations, work);
  const store = say(
    () =>
      new Store(options.database, {
        onNotice: (message) => {
          send({ type: 'notice', message });
        },
      }),
  );
  const server = await startServer({ store, apiKey: options.token, onInternalError: noticeOnce(say, send) });
  send({ type: 'listening', url: server.url });
  return async (message) => {
    if (message.type === 'close') {
      await server.close();
      store.close();
      parentPort?.close();
      return;
    }
    try {
      send({ type: 'result', id: message.id, counts: say(() => act(store, message, send)) });
    } catch (error) {
      const reason = say(() => toStorageError(error)?.message ?? messageOf(error));
      send({ type: 'error', id: message.id, message: reason });
    }
  };
}

/** Makes what the window shows. */
type Say = <T>(work: () => T) => T;

/** Answers to requests stay in English. */
function inLanguage<T>(translations: Translations | undefined, work: () => T): T {
  useTranslations(translations);
  try {
    return work();
  } finally {
    useTranslations(undefined);
  }
}

/** What was answered with a 5xx, each only once: views ask again and again. A locked file passes by itself. */
function noticeOnce(say: Say, send: (message: FromWorker) => void): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const message = say(() => toStorageError(error)?.message ?? l10n.t`The local registry failed: ${messageOf(error)}`);
    if (isBusy(error) || told.has(message)) return;
    told.add(message);
    send({ type: 'notice', message });
  };
}

function act(
  store: Store,
  message: Extract<ToWorker, { type: 'request' }>,
  send: (message: FromWorker) => void,
): RegistryCounts {
  switch (message.action) {
    case 'counts':
      return store.counts();
    case 'reset':
      return store.reset();
    case 'export': {
      const { refused, ...counts } = exportSkills(store, message.folder);
      const [first] = refused;
      if (first !== undefined)
        send({
          type: 'notice',
          message: l10n.t`${refused.length} of the versions could not be exported. The first: ${first}`,
        });
      return counts;
    }
  }
}

const port = parentPort;
if (port === null) throw new Error('dist/localRegistry.js only runs as a worker thread');
const send = (message: FromWorker): void => {
  port.postMessage(message);
};
serveStore(workerData as WorkerOptions, send).then(
  (handle) => {
    port.on('message', (message: ToWorker) => {
      void handle(message);
    });
  },
  (error: unknown) => {
    if (!(error instanceof DatabaseError)) throw error;
    send({ type: 'failed', message: error.message });
  },
);
