import { parseArgs } from 'node:util';
import { doctorOf } from './assertions.js';
import { connect } from './connect.js';
import { keeper } from './keep.js';
import { readManifest } from './manifest.js';
import { summaryVisit } from './summary-visit.js';

// Swedish Patient Summaries, read by a doctor abroad who knows the run manifest and the wire contract only. One JSON object a
// line on standard output: {step}, {summary}, {document}, {end}.
const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    country: { type: 'string', default: 'FI' },
    /** Keys, comma-separated; `!` before one that must not be found. */
    persons: { type: 'string', default: 'P01' },
    out: { type: 'string' },
  },
});
const tell = (event: object): void => { process.stdout.write(`${JSON.stringify(event)}\n`); };

const manifest = readManifest(values.manifest ?? '');
const everybody = [...manifest.persons, ...(manifest.summaryPersons ?? [])];
const keep = values.out === undefined ? undefined : keeper(values.out);
const { ncp, http } = connect(manifest, values.country, {
  professional: doctorOf(values.country),
  ...(keep === undefined ? {} : { onMessage: (name, direction, message) => { keep.message(name, direction, message); } }),
});
let ok = true;
for (const wanted of values.persons.split(',')) {
  const key = wanted.replace(/^!/, '');
  const person = everybody.find((one) => one.key === key);
  if (person === undefined) throw new Error(`no person ${key} in the run manifest`);
  const result = await summaryVisit(ncp, {
    key, patient: { root: person.root, extension: person.id }, birthDate: person.birthDate, expected: wanted === key ? 'summary' : 'nobody',
    onStep: (step) => { tell({ step }); },
  });
  ok &&= result.ok;
  if (result.sections.length > 0) tell({ summary: { person: key, situation: person.situation, sections: result.sections } });
  for (const { level, bytes } of result.documents) {
    const file = keep?.document(`patientSummary-${key}-${level}`, bytes);
    tell({ document: { kind: `${key} patientSummary`, level, ...(file === undefined ? {} : { file }) } });
  }
}
http.close();
tell({ end: { ok } });
process.exitCode = ok ? 0 : 1;
