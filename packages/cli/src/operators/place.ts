import { existsSync } from 'node:fs';
import { instant, instantFromEpoch, NcpError, type Instant } from '@ncp/domain';
import { startEmbedded, type LoginRole } from '@ncp/store';
import { clockNow, readManifest } from '../deployment/manifest.js';
import { layoutIn } from '../layout.js';

/** Which database a command of operators speaks of. */
export interface OperatorPlace {
  readonly state: string;
  /** Instead of the deployment's own. */
  readonly database?: string;
}

const ownDatabase = ({ database }: OperatorPlace): string | undefined => {
  const given = database ?? process.env['DATABASE_URL'];
  return given === undefined || given === '' ? undefined : given;
};

/**
 * The database of a deployment, running or not, as a role: an embedded server that is stopped is started for it and stopped
 * again, unless that is refused. A database of one's own is opened as whoever its address names.
 * @throws NcpError NCP_CLI_NOT_RUNNING when nothing was ever started there, or nothing runs and that is refused
 */
export async function withDatabaseOf<T>(place: OperatorPlace, role: LoginRole, work: (url: string) => Promise<T>, stopped: 'started' | 'refused' = 'started'): Promise<T> {
  const given = ownDatabase(place);
  if (given !== undefined) return work(given);
  const { postgres, state } = layoutIn(place.state);
  if (!existsSync(postgres)) throw new NcpError('NCP_CLI_NOT_RUNNING', { state });
  const server = await startEmbedded({ dataDir: postgres });
  try {
    if (!server.reused && stopped === 'refused') throw new NcpError('NCP_CLI_NOT_RUNNING', { state });
    return await work(server.url(role));
  } finally {
    if (!server.reused) await server.stop();
  }
}

/** What time it is in the deployment; the real time where none runs with a clock of its own. */
export function nowIn({ state }: Pick<OperatorPlace, 'state'>): Instant {
  const manifest = readManifest(layoutIn(state).manifest);
  const clock = manifest === undefined ? undefined : clockNow(manifest);
  return clock === undefined ? instantFromEpoch(Date.now()) : instant(clock);
}
