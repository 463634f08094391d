import { CARE_EXTENSIONS as E, CARE_PROFILES, CARE_SYSTEMS, fhirObject, type FhirObject } from '@ncp/fhir';
import { ext } from '../../nll/build.js';
import { coded, row, words, type CareRow, type Pen, type Writing } from './written.js';

export const atc = (code: string, display: string): FhirObject => coded(CARE_SYSTEMS.atcGuide, code, display);

export interface AllergyFacts {
  readonly agent: FhirObject;
  readonly severity?: string;
  readonly certainty?: string;
  /** Day, as described. */
  readonly ascertained?: string;
  readonly obsolete?: string;
  readonly comment?: string;
  readonly category?: 'medication' | 'food' | 'environment';
  /** Why there is no ATC code. */
  readonly withoutAtc?: string;
}

const concept = (url: string, text: string | undefined): readonly FhirObject[] => (text === undefined ? [] : [ext(url, 'valueCodeableConcept', words(text))]);
const text = (url: string, value: string | undefined): readonly FhirObject[] => (value === undefined ? [] : [ext(url, 'valueString', value)]);

/** A hypersensitivity: the Flag and, of the same record, the AllergyIntolerance (sweden-patient-summary 2). */
export function allergy(pen: Pen, facts: AllergyFacts, writing: Writing): readonly CareRow[] {
  const onset = facts.ascertained === undefined ? undefined : pen.dated.day(facts.ascertained);
  const allergyRow = row(pen, 'alerts', {
    type: 'AllergyIntolerance', profile: CARE_PROFILES.allergyIntolerance, euProfile: 'allergyintolerance',
    members: {
      // Constants of the mapping, whatever is known.
      clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active'),
      verificationStatus: coded('http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', 'confirmed'),
      type: 'allergy', category: facts.category === undefined ? undefined : [facts.category], code: facts.agent, onsetDateTime: onset, recordedDate: writing.at,
      note: facts.comment === undefined ? undefined : [words(facts.comment)],
    },
  }, writing);
  const flagRow = row(pen, 'alerts', {
    type: 'Flag', profile: CARE_PROFILES.flag, euProfile: 'alert',
    extension: [
      ext(E.flagDetail, 'valueReference', { reference: `AllergyIntolerance/${String(allergyRow.resource['id'])}` }),
      ...concept(E.alertSeverity, facts.severity), ...concept(E.alertCertainty, facts.certainty), ...text(E.alertComment, facts.comment),
      ...(onset === undefined ? [] : [ext(E.alertAscertained, 'valueDate', onset)]),
      ...(facts.withoutAtc === undefined ? [] : [{ url: E.alertPharmaceutical, extension: [ext('nonATCSubstanceComment', 'valueString', facts.withoutAtc)] }]),
    ],
    members: {
      status: 'active', category: [coded(CARE_SYSTEMS.alertType, 'upp-ube', 'Överkänslighet')], code: facts.agent,
      period: fhirObject({ start: writing.at, end: facts.obsolete === undefined ? undefined : pen.dated.at(facts.obsolete) }),
    },
  }, writing);
  return [flagRow, allergyRow];
}

export interface OtherAlertFacts {
  /** Code of KV Informationstyp, or words where there is no code. */
  readonly kind: 'upp-uas' | 'upp-vbe' | 'upp-arb' | 'upp-est' | 'Behandling';
  readonly subject: FhirObject;
  readonly comment?: string;
  readonly medicine?: FhirObject;
}

/** Any other alert: a Flag alone. */
export function otherAlert(pen: Pen, { kind, subject, comment, medicine }: OtherAlertFacts, writing: Writing): CareRow {
  return row(pen, 'alerts', {
    type: 'Flag', profile: CARE_PROFILES.flag, euProfile: 'alert',
    extension: [...text(E.alertComment, comment), ...(medicine === undefined ? [] : [ext(E.alertTreatmentDrug, 'valueCodeableConcept', medicine)])],
    members: {
      status: 'active', category: [kind.startsWith('upp-') ? coded(CARE_SYSTEMS.alertType, kind) : words(kind)], code: subject, period: { start: writing.at },
    },
  }, writing);
}
