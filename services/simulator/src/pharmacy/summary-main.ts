import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { httpClient } from '@ncp/transport';
import { keeper } from '../foreign/keep.js';
import { PharmacyApi } from './pharmacy-api.js';
import { readTreatmentManifest } from './manifest.js';
import { careVisit } from './care-visit.js';
import { tokenSource } from './token-source.js';

// A Patient Summary of another country, read by a Swedish doctor whose system knows the run manifest and the published API
// only. One JSON object a line on standard output: {step}, {document}, {end}.
const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    out: { type: 'string' },
    person: { type: 'string', default: 'F8' },
    professional: { type: 'string', default: 'lena' },
    /** Somebody at a pharmacy, who must be refused (decisions D77). */
    refused: { type: 'string', default: 'anna' },
  },
});
const tell = (event: object): void => { process.stdout.write(`${JSON.stringify(event)}\n`); };

const manifest = readTreatmentManifest(values.manifest ?? '');
const { ncpB, oauth } = manifest.services;
const patient = manifest.foreignPatients.find((one) => one.key === values.person);
if (patient === undefined) throw new Error(`no patient ${values.person}`);
const { country, ...card } = patient;
const http = httpClient({ tls: { authorities: [readFileSync(manifest.trust.ca, 'utf8')] } });
const keep = values.out === undefined ? undefined : keeper(values.out);
const as = (person: string): PharmacyApi => new PharmacyApi({
  baseUrl: ncpB.url, http, token: tokenSource(oauth.token, person),
  ...(keep === undefined ? {} : { onCall: (name, request, answer) => { if (name.startsWith('POST')) keep.call(name.replaceAll(/\/(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16})/g, ''), request, answer); } }),
});
const ok = await careVisit({ doctor: as(values.professional), pharmacist: as(values.refused) }, {
  country, card,
  onStep: (step) => { tell({ step }); },
  onDocument: ({ form, bytes }) => {
    const file = keep?.document(`${country}-patientSummary-${form}`, bytes, form === 'original' ? 'pdf' : 'json');
    tell({ document: { kind: `${country} patientSummary`, level: form, ...(file === undefined ? {} : { file }) } });
  },
});
http.close();
tell({ end: { ok } });
process.exitCode = ok ? 0 : 1;
