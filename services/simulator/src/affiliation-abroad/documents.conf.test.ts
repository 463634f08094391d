import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgeCda, readinessFor, type CdaVerdict, type NamedXml } from '@ncp/conformance';
import { ABROAD_COUNTRIES, type AbroadCountry } from './countries.js';
import { DIALECTS } from './dialect.js';
import { ABROAD_PERSONS } from './people.js';
import { documentsOf, holdPrescription, summaryOf } from './prescriptions.js';

/**
 * What the official schema and rules say about every document of the simulated countries: those that are meant to be good have
 * no finding, and the awkward ones exactly the intended ones.
 */

const NOW = new Date('2026-06-12T12:00:00Z');
const { ready, note } = readinessFor('cda-check', 'xmllint', 'python3', 'java');

interface Sample extends NamedXml { readonly key: string }

let number = 0;
const documents: readonly Sample[] = (Object.keys(DIALECTS) as AbroadCountry['code'][]).flatMap((code) => ABROAD_PERSONS[code].flatMap((person) => {
  const country = ABROAD_COUNTRIES[code];
  const { patient: { key } } = person;
  const both = (kind: string, [level3, level1]: readonly { readonly bytes: Uint8Array }[]): readonly Sample[] => [
    { key: `${key} ${kind} L3`, name: `${key}-${kind}-L3`, xml: level3?.bytes ?? new Uint8Array() }, { key: `${key} ${kind} L1`, name: `${key}-${kind}-L1`, xml: level1?.bytes ?? new Uint8Array() },
  ];
  return [
    ...person.prescriptions.flatMap((planned, index) => {
      number += 1;
      return both(`eP${String(index + 1)}`, documentsOf(holdPrescription(country, person, planned, { number, now: NOW })));
    }),
    ...both('PS', summaryOf(country, person, 1, { now: NOW })?.documents ?? []).filter(({ xml }) => xml.length > 0),
  ];
}));

/** Grown for measuring, they must stay what they are. */
const GROWN_BYTES = 200_000;
const grown: readonly Sample[] = (['FI', 'DK'] as const).flatMap((code) => {
  const [country, person] = [ABROAD_COUNTRIES[code], ABROAD_PERSONS[code].find(({ patient }) => patient.key === `${code}1`)];
  const [planned] = person?.prescriptions ?? [];
  if (person === undefined || planned === undefined) throw new Error(code);
  const held = documentsOf(holdPrescription(country, person, planned, { number: 1, now: NOW }), GROWN_BYTES);
  const summary = summaryOf(country, person, 1, { now: NOW, fillTo: GROWN_BYTES })?.documents.slice(0, 1) ?? [];
  return [...held, ...summary].map(({ bytes }, at) => ({ key: `${code} grown ${String(at)}`, name: `${code}-grown-${String(at)}`, xml: bytes }));
});

/** Rule errors by their text, and how many; what the schema says of a document that is not valid. */
interface Intended {
  readonly why: string;
  readonly errors: readonly (readonly [text: RegExp, count: number])[];
  readonly schema?: RegExp;
}
const AUTHENTICATOR: Intended = { why: 'no name of the legal authenticator', errors: [[/eHDSILegalAuthenticator.*hl7:name is required/, 1]] };
const EPSOS = /\{urn:epsos-org:ep:medication\}desc/;
const INTENDED: Readonly<Record<string, Intended>> = {
  'F1 eP1 L3': AUTHENTICATOR,
  'F1 eP1 L1': AUTHENTICATOR,
  'F3 eP1 L3': { why: 'product extension of W5', errors: [[/eHDSISubstanceAdministration.*hl7:consumable/, 1]], schema: EPSOS },
  'F6 eP1 L3': { why: 'form code of no catalogue', errors: [[/eHDSIePeDManufacturedMaterial.*pharm:formCode/, 1]] },
  'F8 PS L3': { why: '40 rule errors', errors: [[/@displayName is required/, 37], [/eHDSIMedicationItem.*hl7:consumable/, 3]], schema: EPSOS },
};

(ready ? describe : describe.skip)(`documents of the simulated countries${note}`, () => {
  let verdicts: ReadonlyMap<string, CdaVerdict>;
  const folder = mkdtempSync(join(tmpdir(), 'abroad-documents-'));
  beforeAll(async () => { verdicts = await judgeCda(folder, [...documents, ...grown]); }, 60_000);
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each([...documents, ...grown].map((one) => [one.key, INTENDED[one.key]?.why ?? 'nothing to remark', one] as const))('%s: %s', (key, _why, { name }) => {
    const verdict = verdicts.get(name);
    const { errors, schema } = INTENDED[key] ?? { errors: [], schema: undefined };
    expect(verdict?.errors.map(({ text: found }) => errors.findIndex(([expected]) => expected.test(found))).toSorted()).toEqual(errors.flatMap(([, count], index) => Array.from({ length: count }, () => index)));
    expect(verdict?.warnings).toEqual([]);
    expect(verdict?.schemaMessages.every((message) => schema?.test(message) === true)).toBe(true);
    expect(verdict?.schemaMessages.length === 0).toBe(schema === undefined);
  });

  it('grows documents to about the size that was asked for', () => {
    for (const { xml } of grown) expect(Math.abs(xml.length - GROWN_BYTES)).toBeLessThan(GROWN_BYTES * 0.1);
  });

  it('has what decisions 4.2 ask for', () => { expect(documents.map(({ key }) => key)).toEqual(expect.arrayContaining([...Object.keys(INTENDED), 'F6 eP2 L3', 'FI1 PS L3', 'DK1 eP1 L3'])); });
});
