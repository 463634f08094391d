import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgeCda, readinessFor, type CdaVerdict, type NamedXml } from '@ncp/conformance';
import { readSummary } from '@ncp/exchange';
import { pairEntries } from '@ncp/ihe';
import { doctorOf } from '@ncp/simulator';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { startGatewayWorld, type GatewayWorld } from '@ncp/testkit';
import { personIn } from '../fixtures/abroad.js';

/**
 * The twelve persons of sweden-patient-summary 11, and two of decisions 4.1 whose medicines only the national list knows, as a
 * doctor abroad gets them over the wire; both levels before the official judge.
 */
const PERSONS = ['P01', 'P02', 'P03', 'P04', 'P05', 'P06', 'P08', 'P09', 'P10', 'P11', 'P12', 'S01', 'S03'] as const;

const { ready, note } = readinessFor('cda-samples', 'cda-check', 'python3', 'xmllint', 'java');
(ready ? describe : describe.skip)(`every Patient Summary of the sample world, before the official judge${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-summaries-'));
  const documents: NamedXml[] = [];
  let world: GatewayWorld;
  let verdicts: ReadonlyMap<string, CdaVerdict>;

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline' });
    const finland = world.peer('FI', { professional: doctorOf('FI') });
    for (const key of PERSONS) {
      const { id, root } = personIn(world, key);
      const patient = { root, extension: id };
      const [pair] = pairEntries((await finland.list(patient, '60591-5')).answer);
      const { answer } = await finland.retrieve(patient, [pair?.coded?.uniqueId ?? '', pair?.pdf?.uniqueId ?? '']);
      for (const [at, { bytes }] of answer.documents.entries()) documents.push({ name: `${key}-ps-${at === 0 ? 'l3' : 'l1'}`, xml: bytes });
    }
    verdicts = await judgeCda(folder, documents);
  }, 180_000);
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(PERSONS)('%s: level 3 and level 1 are valid by schema and rules', (key) => {
    for (const kind of ['ps-l3', 'ps-l1']) {
      const name = `${key}-${kind}`;
      expect(verdicts.get(name)).toEqual({ name, kind, schemaMessages: [], errors: [], warnings: [] });
    }
  });

  it.each(PERSONS)('%s: country B reads it without a remark', (key) => {
    const { xml } = documents.find(({ name }) => name === `${key}-ps-l3`) ?? { xml: new Uint8Array() };
    const { read, patient } = readSummary(xml, { catalogue: loadCatalogue(STARTER_RELEASE), profile: { zone: 'Europe/Stockholm', quirks: [] } });
    expect(patient.ids.map(({ extension }) => extension)).toEqual([personIn(world, key).id]);
    expect(read.findings.filter(({ class: kind }) => kind !== 'translation')).toEqual([]);
  });

  it('S16 of the twelve has a protected identity, and no summary', async () => {
    const { id, root } = personIn(world, 'S16');
    const { answer } = await world.peer('FI', { professional: doctorOf('FI') }).list({ root, extension: id }, '60591-5');
    expect([answer.entries, answer.errors.map(({ code }) => code)]).toEqual([[], ['4701']]);
  });
});
