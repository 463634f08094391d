import { parseArgs } from 'node:util';
import { connect } from './connect.js';
import { keeper } from './keep.js';
import { readManifest } from './manifest.js';
import { nllView } from './nll-view.js';
import { visit } from './visit.js';

// A visit by an outside client that knows the run manifest and the wire contract only. One JSON object a line on standard
// output: {nll}, {step}, {document}, {end}.
const { values } = parseArgs({
  options: {
    'manifest': { type: 'string' },
    'country': { type: 'string', default: 'FI' },
    'person': { type: 'string', default: 'S01' },
    'packages': { type: 'string', default: '3' },
    'pack-size': { type: 'string', default: '28' },
    'out': { type: 'string' },
  },
});
const tell = (event: object): void => { process.stdout.write(`${JSON.stringify(event)}\n`); };

const manifest = readManifest(values.manifest ?? '');
const person = manifest.persons.find(({ key }) => key === values.person);
if (person === undefined) throw new Error(`no person ${values.person} in the run manifest`);
const keep = values.out === undefined ? undefined : keeper(values.out);
const { ncp, http } = connect(manifest, values.country, keep === undefined ? {} : { onMessage: (name, direction, message) => { keep.message(name, direction, message); } });
const look = async (when: string): Promise<void> => { tell({ nll: { when, ...(await nllView(manifest, person.key)) } }); };

await look('before');
const result = await visit(ncp, {
  patient: { root: person.root, extension: person.id }, birthDate: person.birthDate,
  handOver: { packages: Number(values.packages), packSize: values['pack-size'] },
  onStep: async (step) => {
    tell({ step });
    if (step.name === 'dispense') await look('dispensed');
  },
});
for (const { kind, level, bytes } of result.documents) {
  const file = keep?.document(`${kind}-${level}`, bytes);
  tell({ document: { kind, level, ...(file === undefined ? {} : { file }) } });
}
await look('after');
http.close();
tell({ end: { ok: result.ok } });
process.exitCode = result.ok ? 0 : 1;
