import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { isNcpError, type ReadDocument } from '@ncp/domain';
import { prescriptionBundle, summaryBundle, writeFhirJson, type FhirObject } from '@ncp/fhir';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { encodeBase64, parseXml } from '@ncp/xml';
import * as fc from 'fast-check';
import { change, mutated } from '../../../../cda/fixtures/mutations.js';
import { shapeFaults, type StructureDefinition } from '../../../../fhir/fixtures/snapshot.js';
import { finland } from '../../../fixtures/foreign-documents.js';
import { account } from './census.js';
import { readPrescription } from './read-prescription.js';
import { readSummary } from './read-summary.js';

const conformance = process.env['NCP_CONFORMANCE_DIR'] ?? join(fileURLToPath(new URL('../../../../..', import.meta.url)), '../../shared/conformance');
const folder = join(conformance, 'cda-samples');
const suite = existsSync(folder) ? describe : describe.skip;
const context = { catalogue: loadCatalogue(STARTER_RELEASE), profile: finland() };

/** What is no ePrescription and no Patient Summary of level 3, or no XML at all: refused, with the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  'ep-openncp-ePsample_UNK.xml': 'NCP_CDA_STRUCTURE',
  // A national document of Luxembourg: it has none of the templates of a release.
  'ps-cz-LU_1990010112385_CDA-L3-source.xml': 'NCP_CDA_KIND',
  'psl1-openncp-0245791M-L1.xml': 'NCP_CDA_KIND',
  'se-ep-l1.xml': 'NCP_CDA_KIND',
  'se-ps-l1.xml': 'NCP_CDA_KIND',
  'neg-ep-not-wellformed.xml': 'NCP_XML_NOT_WELL_FORMED',
};

/** What is wrong with each of the bad ones, by the rule that says so. */
const BAD: Readonly<Record<string, string>> = {
  'neg-ep-bad-doseform-code.xml': 'eHDSIePeDManufacturedMaterial#pharm:formCode.min',
  'neg-ep-effectivetime-xsi-ts.xml': 'schema#xsi-type',
  'neg-ep-element-order.xml': 'schema#element-order',
  'neg-ep-ingredient-strength-null.xml': 'eHDSIePeDManufacturedMaterial#numerator.value.required',
  'neg-ep-missing-displayname.xml': 'reading.display-name',
  'neg-ep-missing-legalauth-name.xml': 'eHDSILegalAuthenticator#name.min',
  'neg-ep-no-related-document.xml': 'eHDSIePrescription#relatedDocument.min',
  'neg-ep-no-timezone.xml': 'TS.EPSOS.TZ#zone',
  'neg-ep-null-operator.xml': 'ANY#null-alone',
  'neg-ep-old-epsos-namespace.xml': 'reading.older-product',
  'neg-ps-missing-allergy-section.xml': 'eHDSIPatientSummary#component.min',
  'neg-ps-value-xsi-type-cd.xml': 'reading.value-type',
  'ep-openncp-1-BAD-MAPPING.xml': 'translation.administrative.code.code',
  'ps-openncp-2-BAD-MAPPING.xml': 'schema#element',
};

const isEither = (path: string): boolean => /^(?:ep-|ps-|psl1-|neg-ep|neg-ps|se-ep|se-ps).*\.xml$/.test(basename(path));
const files = existsSync(folder)
  ? [folder, join(folder, 'synthetic')].flatMap((place) => readdirSync(place).map((name) => join(place, name))).filter(isEither)
  : ['-'];

interface Read {
  readonly bytes: Uint8Array;
  readonly read?: ReadDocument;
  readonly bundle?: () => FhirObject;
  readonly refused?: unknown;
}

const fhir = { digest: (text: string): string => createHash('sha256').update(text).digest('hex'), homeCommunityId: '1.2.246.556.12001.4.1000.990.1', retrievedAt: '2026-03-11T09:00:00Z', highIsLastDispensingDay: false };

const attempt = (path: string): Read => {
  const bytes = readFileSync(path);
  const originals = { level3: encodeBase64(bytes) };
  try {
    if (/(?:^|-)ps/.test(basename(path))) {
      const { read, patient } = readSummary(bytes, context);
      return { bytes, read, bundle: () => summaryBundle(patient, read, originals, fhir) };
    }
    const { read, prescription } = readPrescription(bytes, context);
    return { bytes, read, bundle: () => prescriptionBundle(prescription, read, originals, fhir) };
  } catch (error) {
    return { bytes, refused: isNcpError(error) ? error.code : error };
  }
};

const results = new Map(existsSync(folder) ? files.map((path) => [basename(path), attempt(path)]) : []);
const report = (name: string): string => {
  const census = results.get(name)?.read?.census;
  if (census === undefined) return `refused, ${String(results.get(name)?.refused)}`;
  const { coded, translated, mapped, untranslated, missing } = census;
  return `coded ${String(coded)}, translated ${String(translated)}, mapped ${String(mapped)}, untranslated ${String(untranslated)}, missing ${String(missing)}`;
};
const titles = files.map((path) => [basename(path), report(basename(path))] as const);

const profiles = (): ReadonlyMap<string, StructureDefinition> => {
  const load = (path: string): StructureDefinition => JSON.parse(readFileSync(join(conformance, 'fhir/structuredefinitions', path), 'utf8')) as StructureDefinition;
  return new Map([
    ['MedicationRequest', load('mpd/StructureDefinition-MedicationRequest-eu-mpd.json')], ['Medication', load('mpd/StructureDefinition-Medication-eu-mpd.json')],
    ['Patient', load('base/StructureDefinition-patient-eu-core.json')], ['Practitioner', load('base/StructureDefinition-practitioner-eu-core.json')],
    ['Organization', load('base/StructureDefinition-organization-eu-core.json')], ['PractitionerRole', load('base/StructureDefinition-practitionerRole-eu-core.json')],
    ['AllergyIntolerance', load('base/StructureDefinition-allergyIntolerance-eu-core.json')], ['Condition', load('base/StructureDefinition-condition-eu-core.json')],
    ['Immunization', load('base/StructureDefinition-immunization-eu-core.json')], ['MedicationStatement', load('base/StructureDefinition-medicationStatement-eu-core.json')],
  ]);
};

/** What these documents do not have, so that no conversion can have it: told in the bundle, not invented. */
const ABSENT_IN_SOURCE = /^(?:Patient\.(?:name|birthDate)|Practitioner\.name|Organization\.identifier): 0 of/;

suite('every ePrescription and Patient Summary of the samples (skipped without the conformance data)', () => {
  const loaded = existsSync(folder) ? profiles() : new Map<string, StructureDefinition>();

  it.each(titles)('%s: %s', (name) => {
    const { bytes, read, refused, bundle } = results.get(name) ?? {};
    expect(refused).toBe(REFUSED[name]);
    if (read === undefined || bytes === undefined || bundle === undefined) return;
    expect(account(parseXml(bytes), read).filter(({ key }) => key === undefined)).toEqual([]);
    const { coded, translated, mapped, untranslated, missing } = read.census;
    expect(coded).toBe(translated + mapped + untranslated + missing);
    expect(translated + mapped).toBeGreaterThan(0);
    const bad = BAD[name];
    if (bad !== undefined) expect(read.findings.map(({ rule }) => rule)).toContain(bad);
    const keys = read.sections.flatMap((section) => [...section.lines, ...section.entries.flatMap(({ lines }) => lines)]).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    try {
      const json = JSON.parse(writeFhirJson(bundle())) as { readonly entry: readonly { readonly fullUrl: string; readonly resource: Readonly<Record<string, unknown>> }[] };
      const faults = json.entry.flatMap(({ resource }) => {
        const profile = loaded.get(String(resource['resourceType']));
        return profile === undefined ? [] : shapeFaults(resource, profile);
      });
      expect(faults.filter((fault) => !ABSENT_IN_SOURCE.test(fault))).toEqual([]);
      const ids = new Set(json.entry.map(({ resource }) => `${String(resource['resourceType'])}/${String(resource['id'])}`));
      expect(ids.size).toBe(json.entry.length);
      const references = [...JSON.stringify(json).matchAll(/"reference":"([^"]+)"/g)].map(([, target]) => target);
      expect(references.filter((target) => target === undefined || !ids.has(target))).toEqual([]);
    } catch (error) {
      // What has no patient id, prescription id or product is not converted, and that is told (fhir-documents 6.4).
      if (!isNcpError(error)) throw error;
      expect(error.code).toBe('NCP_CDA_NOT_EXPRESSIBLE');
    }
  });
});

const RUNS = Number(process.env['NCP_MUTATIONS'] ?? 60);

suite('the same documents with something wrong with them (skipped without the conformance data)', () => {
  it('are refused with a code, or shown without anything lost', () => {
    const readable = files.filter((path) => results.get(basename(path))?.read !== undefined);
    const roots = readable.map((path) => parseXml(readFileSync(path)));
    let shown = 0;
    fc.assert(fc.property(fc.nat(Math.max(0, roots.length - 1)), fc.array(change, { minLength: 1, maxLength: 15 }), (number, changes) => {
      const [path, root] = [readable[number], roots[number]];
      if (path === undefined || root === undefined) return;
      const changed = parseXml(mutated(root, changes));
      try {
        const { read } = /(?:^|-)ps/.test(basename(path)) ? readSummary(changed, context) : readPrescription(changed, context);
        shown += 1;
        expect(account(changed, read).filter(({ key }) => key === undefined)).toEqual([]);
      } catch (error) {
        if (!isNcpError(error)) throw error;
      }
    }), { numRuns: RUNS });
    expect(shown).toBeGreaterThan(RUNS / 3);
  });
});
