import { describe, expect, it } from '@jest/globals';
import { calendarDate, isNcpError } from '@ncp/domain';
import * as fc from 'fast-check';
import { EXAMPLES } from '../../fixtures/care-examples.js';
import { allergy, ANDERS, bundleOf, condition, flag, header, provenance } from '../../fixtures/care-reading.js';
import { CARE_RESOURCES, readBlocks, readCareRecords, type CareAnswer } from './index.js';
import { parseFhirJson, type FhirValue } from '../json.js';

/** CARE_RUNS asks for more cases; fast-check prints the seed of one that fails. */
const numRuns = Number(process.env['CARE_RUNS'] ?? 400);

type Json = { readonly [name: string]: unknown };
const PERSON = header('x')['subject'];
const rows: readonly Json[] = [
  flag('a'), allergy('a'), condition('a'), ...Object.values(EXAMPLES).filter(({ resourceType }) => resourceType !== 'Provenance' && resourceType !== 'DocumentReference')
    .map((example: Json) => ({ ...example, ...('patient' in example ? { patient: PERSON } : { subject: PERSON }) })),
];

const leaf = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom('2026-02-30', '1,5', 'NaN', '1e3', '-1', 'urn:oid:', '#', 'Condition/', '2026', '20260101'));
const junk = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(fc.constantFrom('coding', 'text', 'value', 'system', 'code', 'extension', 'url', 'identifier', 'reference'), leaf, { maxKeys: 4 }));

interface Place { readonly path: readonly (string | number)[] }
const placesIn = (value: unknown, path: readonly (string | number)[] = []): readonly Place[] => {
  if (Array.isArray(value)) return [{ path }, ...value.flatMap((item, index) => placesIn(item, [...path, index]))];
  if (typeof value === 'object' && value !== null) return [{ path }, ...Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]))];
  return [{ path }];
};
const withJunk = (value: unknown, [step, ...rest]: readonly (string | number)[], put: unknown): unknown => {
  if (step === undefined) return put;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === step ? withJunk(item, rest, put) : item));
  return { ...(value as Json), [step]: withJunk((value as Json)[step], rest, put) };
};

/** A row with junk in one place, or with one member gone or added. */
const damaged = fc.constantFrom(...rows).chain((row) => {
  const places = placesIn(row).filter(({ path }) => path.length > 0 && path[0] !== 'resourceType');
  return fc.tuple(fc.constantFrom(...places), junk).map(([{ path }, put]) => ({ row, damaged: withJunk(row, path, put) as Json }));
});

const asAnswers = (resources: readonly unknown[], beside: Parameters<typeof bundleOf>[1] = {}): readonly CareAnswer[] =>
  CARE_RESOURCES.map((resource) => ({ resource, bundles: [bundleOf(resources.filter((row) => (row as Json)['resourceType'] === resource), beside)] }));

describe('garbage', () => {
  it('a damaged row is a row, or told, or somebody else\'s; what it stands beside is untouched', () => {
    fc.assert(fc.property(damaged, ({ damaged: row }) => {
      const reading = readCareRecords(asAnswers([row, condition('whole')]), ANDERS);
      expect(reading.rows.some(({ origin }) => origin.key === 'SE0000000000-SYS1#WHOLE')).toBe(true);
      const told = reading.rows.length - 1 + reading.unreadable.length + reading.wrongPatient.length;
      // A report has no row of its own.
      if (row['resourceType'] !== 'DiagnosticReport') expect(told).toBeGreaterThan(0);
      for (const { at } of reading.unreadable) expect(at.length).toBeGreaterThan(0);
    }), { numRuns });
  });

  it('a Provenance or an outcome may be anything', () => {
    fc.assert(fc.property(junk, junk, junk, (a, b, c) => {
      const beside = { provenances: [{ ...provenance('Condition/a'), agent: a, target: b }], outcomes: [{ resourceType: 'OperationOutcome', issue: c }] };
      const { rows: read, failed } = readCareRecords(asAnswers([condition('a')], beside), ANDERS);
      expect(read.length + failed.length).toBeGreaterThan(0);
    }), { numRuns });
  });

  it('any JSON at all is an answer, or none', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const bundle: FhirValue = parseFhirJson(JSON.stringify(value));
      expect(readCareRecords(CARE_RESOURCES.map((resource) => ({ resource, bundles: [bundle] })), ANDERS).rows).toEqual([]);
      const entry = parseFhirJson(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry: value }));
      readCareRecords([{ resource: 'Flag', bundles: [entry] }], ANDERS);
    }), { numRuns });
  });

  it('blocks are read or refused by code', () => {
    fc.assert(fc.property(junk, junk, (a, b) => {
      try {
        readBlocks([bundleOf([{ resourceType: 'Consent', status: 'active', patient: PERSON, category: a, provision: b }])], ANDERS, calendarDate('2026-11-01'));
      } catch (error) {
        if (!isNcpError(error)) throw error;
      }
    }), { numRuns });
  });
});
