import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { httpClient } from '@ncp/transport';
import { answerPlans } from '../foreign/answer-plans.js';
import { readTreatmentManifest } from './manifest.js';
import { newcomersOf } from './newcomers.js';
import type { CallTime } from './own-time.js';
import { apiRecorder } from './recording.js';
import { tokenSource } from './token-source.js';
import { COUNTER_OPERATIONS, visitOfLoad, type CounterOperation, type VisitOfLoadOptions } from './visit-of-load.js';

// Whole visits at Swedish pharmacies, many at once, by an outside client of the national API. Speaks as the load program of
// country A does (foreign/answer-plans.ts); each result also has `operations`: own, peer and seen time of every call.
const { values } = parseArgs({
  options: {
    'manifest': { type: 'string' },
    /** Where the patients come from, by turns. */
    'countries': { type: 'string', default: 'FI,DK,PT' },
    'concurrency': { type: 'string', default: '20' },
    /** Between the steps of a visit, milliseconds: half to one and a half times so much. 0: none. */
    'pause': { type: 'string', default: '0' },
    'professional': { type: 'string', default: 'anna' },
    /** Records one visit into this folder, and ends. */
    'record': { type: 'string' },
    /** Writes a patient summary of the simulated Finland there, grown to `bytes`, and ends. */
    'summary': { type: 'string' },
    'bytes': { type: 'string', default: '170000' },
  },
});
const tell = (event: object): void => { process.stdout.write(`${JSON.stringify(event)}\n`); };

async function writeSummary(file: string): Promise<void> {
  const { ABROAD_COUNTRIES, ABROAD_PERSONS, summaryOf } = await import('../affiliation-abroad/index.js');
  const person = ABROAD_PERSONS.FI.find(({ summary }) => summary !== undefined);
  const made = person === undefined ? undefined : summaryOf(ABROAD_COUNTRIES.FI, person, 1, { now: new Date(), fillTo: Number(values.bytes) });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, made?.documents[0]?.bytes ?? '');
  tell({ written: file });
}

async function visits(): Promise<void> {
  const manifest = readTreatmentManifest(values.manifest ?? '');
  const concurrency = Number(values.concurrency);
  const { ncpB, oauth } = manifest.services;
  const http = httpClient({ tls: { authorities: [readFileSync(manifest.trust.ca, 'utf8')] }, maxConnections: concurrency, idleMs: 30_000 });
  const api = { baseUrl: ncpB.url, http, token: tokenSource(oauth.token, values.professional) };
  let operations: Record<CounterOperation, CallTime[]>;
  const begin = (): void => { operations = Object.fromEntries(COUNTER_OPERATIONS.map((name) => [name, []])) as unknown as typeof operations; };
  begin();
  const told = (operation: CounterOperation, time: CallTime): void => { operations[operation].push(time); };
  const from = await Promise.all(values.countries.split(',').map((country) => newcomersOf(country, manifest.countries[country]?.ncpA?.control ?? '', api)));
  const pause = Number(values.pause);
  const visitOf = (at: number, more: Pick<VisitOfLoadOptions, 'onCall'> = {}): ReturnType<typeof visitOfLoad> =>
    visitOfLoad({ ...api, told, newcomer: from[at % from.length] ?? noOne, ...(pause === 0 ? {} : { pauseMs: () => pause * (0.5 + Math.random()) }), ...more });
  if (values.record === undefined) {
    await answerPlans(Array.from({ length: concurrency }, (_, at) => visitOf(at)), { tell, begin, more: () => ({ operations }) });
  } else {
    const [country = ''] = values.countries.split(',');
    const recording = apiRecorder(values.record, manifest.countries[country]?.ncpA?.control ?? '');
    await visitOf(0, { onCall: recording.onCall }).run();
    await recording.save();
    tell({ recorded: true });
  }
  http.close();
}

const noOne = (): never => { throw new Error('no country'); };

await (values.summary === undefined ? visits() : writeSummary(values.summary));
