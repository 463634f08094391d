import { CARE_EXTENSIONS, CARE_PROFILES, CARE_SYSTEMS, fhirObject, LOCAL_CARE_EXTENSIONS as L, LOCAL_CARE_SYSTEMS, NLL_SYSTEMS, type FhirObject, type FhirValue } from '@ncp/fhir';
import { coding, ext, num } from '../../nll/build.js';
import { coded, row, words, type CareRow, type Pen, type Shape, type Writing } from './written.js';

const condition = (status: string): Shape['members'] => ({
  clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
  ...(status === '' ? {} : { verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', status) }),
});

export interface DiagnosisFacts {
  /** ICD-10-SE with its term, or words alone. */
  readonly code: readonly [code: string, display: string] | string;
  readonly type?: 'HD' | 'BY';
  readonly chronic?: boolean;
}

/** GetDiagnosis: one visit (sweden-patient-summary 3). */
export const diagnosis = (pen: Pen, { code, type = 'HD', chronic }: DiagnosisFacts, writing: Writing): CareRow => row(pen, 'diagnoses', {
  type: 'Condition', profile: CARE_PROFILES.diagnosis, euProfile: 'condition',
  extension: chronic === undefined ? [] : [ext(L.chronic, 'valueBoolean', chronic)],
  members: {
    ...condition('confirmed'),
    category: [coded(CARE_SYSTEMS.diagnosisType, type, type === 'HD' ? 'Huvuddiagnos' : 'Bidiagnos')],
    code: typeof code === 'string' ? words(code) : coded(CARE_SYSTEMS.icd10Se, code[0], code[1]),
    onsetDateTime: writing.at, recordedDate: writing.at,
  },
}, writing);

/** GetFunctionalStatus (sweden-patient-summary 6). */
export const ability = (pen: Pen, category: 'pad-pad' | 'fun-fun', facts: { readonly code: FhirObject; readonly notes?: readonly string[] }, writing: Writing): CareRow =>
  row(pen, 'functional-status', {
    type: 'Condition', profile: CARE_PROFILES.functional, extension: [ext(CARE_EXTENSIONS.assertedDate, 'valueDateTime', writing.at)],
    members: {
      ...condition(''), category: [coded(CARE_SYSTEMS.assessmentCategory, category)], code: facts.code, recordedDate: writing.at,
      note: facts.notes === undefined ? undefined : facts.notes.map(words),
    },
  }, writing);

export interface VaccinationFacts {
  readonly vaccine: FhirObject;
  readonly disease?: string;
  readonly dose?: readonly [number: number, of: number];
  readonly lot?: string;
  readonly nullified?: boolean;
  /** Told by somebody else, and registered afterwards. */
  readonly from?: string;
}

/** GetVaccinationHistory: one administration (sweden-patient-summary 4). */
export const vaccination = (pen: Pen, facts: VaccinationFacts, writing: Writing): CareRow => row(pen, 'vaccinations', {
  type: 'Immunization', profile: CARE_PROFILES.immunization, euProfile: 'immunization',
  members: {
    status: facts.nullified === true ? 'entered-in-error' : 'completed',
    statusReason: facts.nullified === true ? words('Felregistrering') : undefined,
    vaccineCode: facts.vaccine, occurrenceDateTime: writing.at, recorded: writing.at.slice(0, 10),
    primarySource: facts.from === undefined, reportOrigin: facts.from === undefined ? undefined : words(facts.from), lotNumber: facts.lot,
    protocolApplied: facts.disease === undefined && facts.dose === undefined ? undefined : [fhirObject({
      targetDisease: facts.disease === undefined ? undefined : [words(facts.disease)],
      doseNumberPositiveInt: facts.dose === undefined ? undefined : num(facts.dose[0]), seriesDosesPositiveInt: facts.dose === undefined ? undefined : num(facts.dose[1]),
    })],
  },
}, writing);

export interface OrdinationFacts {
  readonly medicine: FhirObject;
  readonly kind: 'drug' | 'unstructured' | 'merchandise';
  readonly type?: 'I' | 'U';
  readonly strength?: string;
  readonly form?: string;
  /** Days, as described. */
  readonly start?: string;
  readonly end?: string;
  readonly dosage?: string;
  readonly selfMedication?: boolean;
}

export const drug = (nplId: string, name: string, atcCode: string, atcName: string): FhirObject =>
  ({ coding: [coding(CARE_SYSTEMS.nplId, nplId, name), coding(NLL_SYSTEMS.atc, atcCode, atcName)], text: name });

/** GetMedicationHistory: one ordination, active (sweden-patient-summary 5). */
export const ordination = (pen: Pen, facts: OrdinationFacts, writing: Writing): CareRow => row(pen, 'ordinations', {
  type: 'MedicationStatement', profile: CARE_PROFILES.medicationStatement,
  extension: [
    ext(L.prescriptionType, 'valueCode', facts.type ?? 'I'), ext(L.medicineKind, 'valueCode', facts.kind),
    ext(CARE_EXTENSIONS.selfMedication, 'valueBoolean', facts.selfMedication === true),
    ...(facts.strength === undefined ? [] : [ext(L.strength, 'valueString', facts.strength)]), ...(facts.form === undefined ? [] : [ext(L.form, 'valueString', facts.form)]),
  ],
  members: {
    identifier: [{ value: writing.id }, { value: `ORD-${writing.id}` }], status: 'active', medicationCodeableConcept: facts.medicine,
    effectivePeriod: fhirObject({
      start: facts.start === undefined ? undefined : pen.dated.at(facts.start, '00:00:00'), end: facts.end === undefined ? undefined : pen.dated.at(facts.end, '00:00:00'),
    }),
    dateAsserted: writing.at, dosage: facts.dosage === undefined ? undefined : [{ text: facts.dosage }],
  },
}, writing);

const laboratoryCategory = (): FhirValue => [coded(CARE_SYSTEMS.observationCategory, 'laboratory')];

/** GetLaboratoryOrderOutcome: one report of one analysis (sweden-patient-summary 7). */
export function report(pen: Pen, facts: { readonly name: string; readonly value: string; readonly status?: 'final' | 'preliminary' }, writing: Writing): readonly CareRow[] {
  const { status = 'final' } = facts;
  const analysis = row(pen, 'laboratory', {
    type: 'Observation', profile: CARE_PROFILES.laboratory,
    members: { status, category: laboratoryCategory(), code: words(facts.name), effectiveDateTime: writing.at, issued: writing.at, valueString: facts.value },
  }, { ...writing, id: `${writing.id}-1` });
  return [analysis, row(pen, 'laboratory', {
    type: 'DiagnosticReport', profile: CARE_PROFILES.laboratoryReport,
    members: { status, category: [words('Transfusionsmedicin')], code: words('Blodgruppering'), issued: writing.at, result: [{ reference: `Observation/${String(analysis.resource['id'])}` }] },
  }, writing)];
}

/** GetObservations: a measure of growth. Its header says nothing about who holds it. */
export const growth = (pen: Pen, facts: { readonly kilograms: string }, writing: Writing): CareRow => row(pen, 'observations', {
  type: 'Observation', profile: CARE_PROFILES.growth,
  members: {
    status: 'final', category: [coded(CARE_SYSTEMS.observationCategory, 'vital-signs')],
    code: { coding: [coding('http://snomed.info/sct', '27113001', 'Kroppsvikt'), coding('http://loinc.org', '29463-7')] },
    effectiveDateTime: writing.at.slice(0, 10), issued: writing.at,
    valueQuantity: { value: num(facts.kilograms), unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  },
}, { ...writing, provenance: false });

const component = (name: string, member: string, value: FhirValue): FhirObject => ({ code: coded(LOCAL_CARE_SYSTEMS.maternityComponent, name), [member]: value });

export interface RegistrationFacts {
  readonly lmp?: string;
  readonly byLastPeriod?: string;
  readonly byUltrasound?: string;
  /** Month of the delivery, as described, and its outcome. */
  readonly earlier?: readonly (readonly [day: string, outcome: '1' | '2' | '4' | '5'])[];
}

/** GetMaternityMedicalHistory: the registration (sweden-patient-summary 8). */
export const registration = (pen: Pen, facts: RegistrationFacts, writing: Writing): CareRow => row(pen, 'maternity', {
  type: 'Observation', profile: CARE_PROFILES.maternity,
  members: {
    identifier: [{ value: `${writing.id}#registration` }], status: 'final', category: [coded(CARE_SYSTEMS.observationCategory, 'survey')],
    code: coded(CARE_SYSTEMS.maternitySection, 'registration'), effectiveDateTime: writing.at, issued: writing.at,
    component: [
      ...([['lmp', facts.lmp], ['edd-lmp', facts.byLastPeriod], ['edd-us', facts.byUltrasound]] as const)
        .flatMap(([name, date]) => (date === undefined ? [] : [component(name, 'valueDateTime', pen.dated.day(date))])),
      ...(facts.earlier ?? []).flatMap(([date, outcome], index) => {
        const [year = '', month = ''] = pen.dated.day(date).split('-');
        const name = (part: string): string => `prev-delivery-${String(index + 1)}-${part}`;
        return [
          component(name('year'), 'valueInteger', num(Number(year))), component(name('month'), 'valueInteger', num(Number(month))),
          component(name('type'), 'valueCodeableConcept', { coding: [{ code: outcome }] }),
        ];
      }),
    ],
  },
}, writing);

/** GetCareDocumentation: a note, which the summary never reads (PS91). */
export const note = (pen: Pen, text: string, writing: Writing): CareRow => row(pen, 'documents', {
  type: 'DocumentReference', profile: CARE_PROFILES.documentReference,
  members: {
    masterIdentifier: { value: writing.id }, status: 'current', type: coded(CARE_SYSTEMS.noteType, 'bes', 'Besöksanteckning'), date: writing.at,
    content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: Buffer.from(text, 'utf8').toString('base64') } }],
  },
}, writing);
