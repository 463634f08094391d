import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { httpClient } from '@ncp/transport';
import { keeper } from '../foreign/keep.js';
import { PharmacyApi } from './pharmacy-api.js';
import { readTreatmentManifest } from './manifest.js';
import { pharmacyVisit, type Ending } from './pharmacy-visit.js';
import { tokenSource } from './token-source.js';

// Three visits at a Swedish pharmacy by an outside client that knows the run manifest and the published API only. One JSON
// object a line on standard output: {step}, {document}, {end}.
const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    out: { type: 'string' },
    /** `person:ending`, comma-separated. */
    visits: { type: 'string', default: 'F1:discarded,F4:refused,F7:settles' },
    professional: { type: 'string', default: 'anna' },
  },
});
const tell = (event: object): void => { process.stdout.write(`${JSON.stringify(event)}\n`); };
const isEnding = (text: string | undefined): text is Ending => ['recorded', 'refused', 'settles', 'discarded'].includes(text ?? '');

/** Ids of visits and documents say nothing to a person who looks through the folder. */
const withoutIds = (name: string): string => name.replaceAll(/\/(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16})/g, '');

const manifest = readTreatmentManifest(values.manifest ?? '');
const { ncpB, oauth } = manifest.services;
const http = httpClient({ tls: { authorities: [readFileSync(manifest.trust.ca, 'utf8')] } });
const keep = values.out === undefined ? undefined : keeper(values.out);
const api = new PharmacyApi({
  baseUrl: ncpB.url, http, token: tokenSource(oauth.token, values.professional),
  ...(keep === undefined ? {} : { onCall: (name, request, answer) => { if (name.startsWith('POST')) keep.call(withoutIds(name), request, answer); } }),
});

let ok = true;
for (const wanted of values.visits.split(',')) {
  const [key = '', ending] = wanted.split(':');
  const patient = manifest.foreignPatients.find((one) => one.key === key);
  if (patient === undefined || !isEnding(ending)) throw new Error(`no visit ${wanted}`);
  const { country, ...card } = patient;
  const result = await pharmacyVisit(api, {
    country, card, ending,
    onStep: (step) => { tell({ step }); },
    onDocument: ({ form, bytes }) => {
      const file = keep?.document(`${country}-ePrescription-${form}`, bytes, form === 'original' ? 'pdf' : 'json');
      tell({ document: { kind: `${country} ePrescription`, level: form, ...(file === undefined ? {} : { file }) } });
    },
  });
  ok &&= result.ok;
}
http.close();
tell({ end: { ok } });
process.exitCode = ok ? 0 : 1;
