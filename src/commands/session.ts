import type { Connections } from '../host/connections.ts';
import type { Failures } from '../host/failures.ts';
import type { Log } from '../host/log.ts';
import type { RegistryView } from '../views/registryView.ts';

/** What commands work with; made once by the composition root. */
export interface Session {
  readonly connections: Connections;
  readonly failures: Failures;
  readonly log: Log;
  readonly registryView: RegistryView;
}
