import { parseArgs } from 'node:util';
import { httpClient, type PooledHttpClient } from '@ncp/transport';
import { answerPlans } from './answer-plans.js';
import { connect, tlsOf } from './connect.js';
import { readManifest, type RunManifest } from './manifest.js';
import { recorder, replayUnit } from './recording.js';
import { firstOffer, retrieveUnit, visitUnit, type UnitOfLoad } from './unit-of-load.js';

// Load on a running gateway, by an outside client, as `answerPlans` is told.
const { values } = parseArgs({
  options: {
    'manifest': { type: 'string' },
    'what': { type: 'string', default: 'retrieve' },
    'country': { type: 'string', default: 'FI' },
    'concurrency': { type: 'string', default: '8' },
    /** Records one unit into this folder, and ends. */
    'record': { type: 'string' },
    /** Asks `url` what was recorded in this folder, instead of the gateway. */
    'replay': { type: 'string' },
    'url': { type: 'string' },
  },
});
const tell = (event: object): void => { process.stdout.write(`${JSON.stringify(event)}\n`); };
const manifest = readManifest(values.manifest ?? '');
const { country } = values;
const concurrency = Number(values.concurrency);

const patientOf = (person: RunManifest['persons'][number]): { readonly root: string; readonly extension: string } => ({ root: person.root, extension: person.id });

/** The persons to whom something is offered: each can be visited once at a time. */
async function offers(): Promise<readonly { readonly person: RunManifest['persons'][number]; readonly documentId: string }[]> {
  const { ncp, http } = connect(manifest, country);
  const found = [];
  for (const person of manifest.persons) {
    const { answer } = await ncp.list(patientOf(person));
    const documentId = firstOffer(answer);
    if (documentId !== undefined) found.push({ person, documentId });
  }
  http.close();
  return found;
}

async function gatewayUnits(http: PooledHttpClient): Promise<readonly UnitOfLoad[]> {
  const offered = await offers();
  const [first] = offered;
  if (first === undefined) throw new Error('nothing is offered to anyone');
  if (values.what === 'visit') {
    return offered.slice(0, concurrency).map(({ person }) => visitUnit(connect(manifest, country, { http }).ncp, { patient: patientOf(person), birthDate: person.birthDate }));
  }
  return Array.from({ length: concurrency }, () => retrieveUnit(connect(manifest, country, { http }).ncp, http, { patient: patientOf(first.person), documentId: first.documentId }));
}

async function recordOne(folder: string): Promise<void> {
  const [first] = await offers();
  if (first === undefined) throw new Error('nothing is offered to anyone');
  const recording = recorder(folder);
  const { ncp, http } = connect(manifest, country, { onMessage: recording.onMessage });
  if (values.what === 'visit') await visitUnit(ncp, { patient: patientOf(first.person), birthDate: first.person.birthDate }).run();
  else await ncp.retrieve(patientOf(first.person), [first.documentId]);
  recording.save();
  http.close();
}

if (values.record !== undefined) {
  await recordOne(values.record);
  tell({ recorded: true });
} else {
  const http = httpClient({ tls: tlsOf(manifest, country), maxConnections: concurrency, idleMs: 30_000 });
  const { replay } = values;
  await answerPlans(replay === undefined ? await gatewayUnits(http) : Array.from({ length: concurrency }, () => replayUnit(replay, values.url ?? '', http)), { tell });
  http.close();
}
