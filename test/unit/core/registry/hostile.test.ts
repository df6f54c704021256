import assert from 'node:assert/strict';
import { RegistryClient } from '../../../../src/core/registry/client.ts';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { note } from '../../../support/figures.ts';
import { networkFaults } from '../../../support/networkFaults.ts';
import { startScriptedServer } from '../../../support/scriptedServer.ts';

const apiKey = ['sk', 'ant', 'canary', 'k'.repeat(30)].join('-');
const upload = { fileName: 'my-skill.zip', bytes: new Uint8Array(2_000).fill(7) };
/** Milliseconds a request may take in all. */
const deadline = 500;

type Call = (client: RegistryClient, signal: AbortSignal) => Promise<unknown>;

/** Uploads and downloads may take minutes: here the user's patience is the limit, which ends them the same way. */
const operations: Readonly<Record<string, Call>> = {
  'list skills': (client) => client.listSkills(),
  'list versions': (client) => client.listVersions('skill_01'),
  'retrieve a skill': (client) => client.retrieveSkill('skill_01'),
  'create a skill': (client, signal) => client.createSkill(upload, { signal }),
  'create a version': (client, signal) => client.createVersion('skill_01', upload, { signal }),
  'download a version': (client, signal) => client.downloadVersion('skill_01', 'skver_01', { signal }),
  'delete a skill': (client) => client.deleteSkill('skill_01'),
};
/** A delete that is answered with 2xx is done, whatever else the answer says; a download hands on what is not JSON. */
const answered = new Set(['delete a skill', 'download a version']);

describe('the client, whatever the network does', function () {
  this.timeout(60_000);

  for (const { name, answer } of networkFaults) {
    it(`ends every operation with a typed error: ${name}`, async () => {
      let requests = 0;
      const server = await startScriptedServer((_request, response) => {
        requests += 1;
        answer(response);
      });
      try {
        for (const [operation, call] of Object.entries(operations)) {
          const delay = (): Promise<void> => Promise.resolve();
          const client = new RegistryClient({
            baseUrl: server.url,
            credential: { kind: 'key', key: apiKey },
            dialect: 'ga',
            delay,
            deadline,
          });
          const before = requests;
          const begun = performance.now();
          const error = await call(client, AbortSignal.timeout(deadline)).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          note('scenario', performance.now() - begun - deadline);
          if (error === undefined && answered.has(operation)) continue;
          assert.ok(error instanceof RegistryError, `${operation}: ${String(error)}`);
          assert.ok(!`${error.message}${String(error.stack)}`.includes(apiKey), operation);
          assert.doesNotMatch(error.message, /\p{Cc}/u);
          if (operation.startsWith('create') && requests > before)
            assert.notEqual(error.details.outcome, 'notSent', operation);
        }
      } finally {
        await server.close();
      }
    });
  }
});
