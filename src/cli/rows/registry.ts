import { command, type Flags } from '../command.ts';

export const registryFlags = {
  database: { value: 'FILE', help: 'database file; created if it does not exist (default: skill-registry.sqlite)' },
  port: { value: 'PORT', help: 'port to listen on; 0 takes a free one (default: 4010)' },
  'api-key': {
    value: 'KEY',
    help:
      'the only key accepted, 16 to 300 characters (or set SKILL_REGISTRY_API_KEY); by default, any ' +
      'non-empty key is',
  },
  seed: { value: 'DIR', help: 'first publishes each skill folder directly below DIR; unchanged ones are left alone' },
  dialects: {
    value: 'MODE',
    words: ['both', 'ga', 'beta'],
    help: 'both: by the anthropic-beta header, like the service (default); ga or beta: always that one',
  },
  fault: {
    value: 'SPEC',
    many: true,
    help:
      "injects faults: KIND[=VALUE][@METHOD[:/PATH]][#TIMES], several separated by ';'. Kinds: latency=MS, " +
      'status=CODE, reset-before, reset-after, html, bad-json, wrong-shape, empty, cut[=BYTES], drip[=MS]',
  },
  quiet: { help: 'no access log' },
  export: { value: 'DIR', help: 'instead of serving: writes every skill as zips below DIR' },
  import: { value: 'DIR', help: 'instead of serving: reads what --export wrote, and any zips in DIR' },
} as const satisfies Flags;

export const registry = command({
  name: 'registry',
  operands: '',
  summary: 'serve a local Skills API',
  description: 'Serves the Skills API from one SQLite file, on 127.0.0.1 only, until it is stopped (Ctrl+C).',
  flags: registryFlags,
  exitCodes: '0 done or stopped, 1 something was refused or failed, 2 wrong arguments.',
  node: [22, 13],
  load: async () => (await import('../registryCommand.ts')).registryCommand,
});
