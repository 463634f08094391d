import { readFileSync } from 'node:fs';
import {
  checkDocument, decodeDispensation, decodeLevel1, decodePrescription as decodeForeignPrescription, decodeSummary, documentFacts, documentKind, restoreDiscard, toDiscard,
} from '@ncp/cda';
import {
  decodeArticle, decodeBundle, decodeConsent, decodeDispense, decodeOutcome, decodePatient, decodePrescription, parseFhirJson, writeFhirJson,
} from '@ncp/fhir';
import { parseXml, text } from '@ncp/xml';
import { readAll, type FuzzTarget } from '../target.js';

const seed = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../../seeds/${name}`, import.meta.url)));

/** Everything that reads documents of others. */
const readDocument = (input: Uint8Array): void => {
  const root = parseXml(input);
  readAll(
    () => { documentFacts(root); documentKind(root); },
    () => checkDocument(input),
    () => decodeForeignPrescription(input),
    () => decodeSummary(input),
    () => decodeLevel1(input),
    () => decodeDispensation(input, { zone: 'UTC' }),
    () => restoreDiscard(input),
    () => toDiscard(input),
  );
};

/** Clinical documents: prescription, dispensation, summary, PDF inside. */
export const cdaTarget: FuzzTarget = {
  name: 'cda', about: 'ePrescription, eDispensation, Patient Summary, level 1, and the rules of each', form: 'xml', read: readDocument,
  seeds: () => ['prescription.xml', 'dispensation.xml', 'summary.xml', 'level1.xml'].map(seed),
  words: [
    '1,5', '1e3', '1e400', 'NaN', '½', '.5', '-2.5', '000', '20260231', '20261301', '99999999999999', 'null', 'UNK', 'NI', 'OTH', '#nowhere', 'a:b:c', 'mg/{tot}', 'PQ', 'pharm:PQ', 'CD', 'TS', 'IVL_TS', 'IVL_PQ', 'ST', 'RTO_PQ_PQ', 'SXCM_TS', 'EIVL_TS', 'PIVL_TS', 'NOTYPE',
    'INT', 'RQO', 'EVN', 'B64', 'application/pdf', 'JVBERi0xLjQK', 'nullFlavor', 'negationInd', 'moodCode', '2.16.840.1.113883.5.6',
  ],
};

const readResource = (input: Uint8Array): void => {
  const json = parseFhirJson(text(input));
  writeFhirJson(json);
  readAll(
    () => decodePatient(json), () => decodePrescription(json), () => decodeArticle(json), () => decodeConsent(json), () => decodeDispense(json), () => decodeBundle(json), () => decodeOutcome(json),
  );
};

/** Resources of the national list. */
export const fhirTarget: FuzzTarget = {
  name: 'fhir', about: 'resources of the national list', form: 'json', read: readResource,
  seeds: () => ['patient.json', 'prescription.json', 'dispense.json', 'article.json', 'consent.json', 'bundle.json', 'outcome.json'].map(seed),
  words: ['resourceType', 'MedicationRequest', 'Patient', 'extension', 'modifierExtension', 'url', 'valueCoding', 'code', 'system', 'status', 'active', 'entered-in-error', 'unknown', '199008202385', '__proto__', 'constructor', 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'],
};
