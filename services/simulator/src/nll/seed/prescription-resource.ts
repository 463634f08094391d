import { addDays, addMs, addYears, compareDates, type CalendarDate } from '@ncp/domain';
import {
  fhirObject, HSA_ID_SYSTEMS, LOCAL_CODES, NLL_CODES, NLL_EXTENSIONS, NLL_PROFILES, NLL_SYSTEMS, type FhirObject,
} from '@ncp/fhir';
import { coding, ext, identifier, num } from '../build.js';
import { articleText, singularUnit, type ArticleFacts } from './article-facts.js';
import type { DemoDay } from './demo-day.js';
import type { PastDispense, PrescriptionFacts } from './prescription-facts.js';

/** The physician of decisions 4.3. */
const PRESCRIBER: FhirObject = {
  resourceType: 'Practitioner',
  id: 'forskrivare',
  meta: { profile: [NLL_PROFILES.practitioner] },
  extension: [ext(NLL_EXTENSIONS.workplaceName, 'valueString', 'Testorten vårdcentral')],
  identifier: [identifier(NLL_SYSTEMS.prescriberCode, '9000027'), identifier(HSA_ID_SYSTEMS[0] ?? '', 'SE2321000016-TST1')],
  name: [{ family: 'Läkarsson', given: ['Lena'] }],
  telecom: [{ system: 'phone', value: '+46 10 000 00 00' }],
  qualification: [{ code: { coding: [coding(NLL_SYSTEMS.profession, 'LK', 'Läkare')] } }],
};
const CONTACT: FhirObject = {
  resourceType: 'Location',
  id: 'kontakt',
  name: 'Testorten vårdcentral',
  telecom: [{ system: 'phone', value: '+46 10 000 00 00' }],
  address: { line: ['Vårdgatan 1'], postalCode: '12345', city: 'Testorten', country: 'SE' },
};

const medication = (article: ArticleFacts): FhirObject => ({
  coding: [
    coding(NLL_SYSTEMS.nplId, article.npl),
    coding(NLL_SYSTEMS.nplPackId, article.pack),
    ...(article.varunummer === undefined ? [] : [coding(NLL_SYSTEMS.varunummer, article.varunummer)]),
    ...(article.atc === undefined ? [] : [coding(NLL_SYSTEMS.atc, ...article.atc)]),
  ],
  text: articleText(article),
});

const labels = (facts: PrescriptionFacts): readonly FhirObject[] => [
  ...(facts.blocked === true ? [coding(NLL_SYSTEMS.securityLabels, LOCAL_CODES.integrityBlock)] : []),
  ...(facts.label === undefined ? [] : [coding(NLL_SYSTEMS.securityLabels, facts.label)]),
];

interface Placed {
  readonly id: string;
  readonly patientId: string;
  readonly demo: DemoDay;
}

/** A NLLMedicationRequest as issued, before any uttag (sweden-national 2.3). What remains is computed by the list. */
export function prescriptionResource(facts: PrescriptionFacts, { id, patientId, demo }: Placed): FhirObject {
  const authored = facts.authoredDaysAgo ?? 100;
  const start = demo.day(-authored);
  const end: CalendarDate = facts.endsInDays === undefined ? addYears(start, 1) : demo.day(facts.endsInDays);
  const security = labels(facts);
  return fhirObject({
    resourceType: 'MedicationRequest',
    id,
    meta: fhirObject({ profile: [NLL_PROFILES.medicationRequest], security: security.length === 0 ? undefined : security }),
    contained: [PRESCRIBER, CONTACT],
    extension: [
      ...(facts.reason === undefined ? [] : [ext(NLL_EXTENSIONS.treatmentReason, 'valueString', facts.reason[0])]),
      ext(NLL_EXTENSIONS.chain, 'valueString', `chain-${id}`),
      ...(facts.pharmacy === undefined ? [] : [ext(NLL_EXTENSIONS.receivingPharmacy, 'valueIdentifier', identifier('urn:oid:1.3.88', facts.pharmacy))]),
      ext(NLL_EXTENSIONS.prescriptionFormat, 'valueCoding', coding(NLL_SYSTEMS.prescriptionFormat, facts.format ?? NLL_CODES.formatElectronic)),
      ext(NLL_EXTENSIONS.registrationBasis, 'valueCoding', coding(NLL_SYSTEMS.registrationBasis, facts.basis ?? 'ELECTRONIC')),
      ext(NLL_EXTENSIONS.prescriberContact, 'valueReference', { reference: '#kontakt' }),
    ],
    modifierExtension: facts.modifier === undefined ? undefined : [ext(facts.modifier, 'valueBoolean', true)],
    status: facts.status ?? 'active',
    intent: 'plan',
    medicationCodeableConcept: medication(facts.article),
    subject: { reference: `Patient/${patientId}` },
    authoredOn: demo.at(-authored, '09:14:58'),
    requester: { reference: '#forskrivare' },
    reasonCode: facts.reason === undefined ? undefined : [{ coding: [coding(NLL_SYSTEMS.snomedCt, facts.reason[1], facts.reason[2])] }],
    note: facts.note === undefined ? undefined : [{ text: facts.note }],
    dosageInstruction: facts.dosage,
    dispenseRequest: fhirObject({
      extension: [
        ext(NLL_EXTENSIONS.dosePackaging, 'valueBoolean', facts.dosePackaging === true),
        ext(NLL_EXTENSIONS.dispensesAllowed, 'valueUnsignedInt', num(facts.allowed ?? 1)),
        ext(NLL_EXTENSIONS.packagesPrescribed, 'valuePositiveInt', num(facts.packages ?? 1)),
        ext(NLL_EXTENSIONS.workplaceCode, 'valueCode', '4000000000001'),
        ext(NLL_EXTENSIONS.benefitsAct, 'valueBoolean', true),
        ext(NLL_EXTENSIONS.benefitsConditions, 'valueBoolean', true),
      ],
      validityPeriod: { start, end: compareDates(end, start) < 0 ? addDays(start, 1) : end },
      numberOfRepeatsAllowed: num((facts.allowed ?? 1) - 1),
      dispenseInterval: facts.intervalDays === undefined
        ? undefined
        : { value: num(facts.intervalDays), unit: 'dag', system: NLL_SYSTEMS.ucum, code: 'd' },
    }),
    substitution: { allowedBoolean: facts.substitution ?? true },
  });
}

/** The uttag that were made before the demo day, as they were registered. */
export function pastDispenseResource(facts: PrescriptionFacts, past: PastDispense, placed: Placed & { readonly dispenseId: string; readonly row: number }): FhirObject {
  const unit = singularUnit(facts.article.unit);
  const gln = past.country === undefined ? identifier('urn:oid:1.3.88', '7350045511119') : identifier(`urn:iso:3166:${past.country}`, 'APOTEK-1');
  return fhirObject({
    resourceType: 'MedicationDispense',
    id: placed.dispenseId,
    meta: { profile: [NLL_PROFILES.medicationDispense] },
    contained: [{ resourceType: 'Location', id: 'apotek', identifier: [gln], name: past.country === undefined ? 'Testapoteket' : `Apotek i ${past.country}` }],
    extension: [
      ext(NLL_EXTENSIONS.packagesDispensed, 'valuePositiveInt', num(past.packages)),
      ext(NLL_EXTENSIONS.actorDispatchId, 'valueString', `${past.country ?? 'SE'}-${placed.dispenseId}`),
      ext(NLL_EXTENSIONS.benefitChoice, 'valueCode', NLL_CODES.benefitNone),
      ext(NLL_EXTENSIONS.dispatchRow, 'valueDecimal', num(placed.row)),
      ext(NLL_EXTENSIONS.deductedQuantity, 'valueDecimal', num(past.quantity)),
    ],
    status: 'completed',
    medicationCodeableConcept: medication(facts.article),
    subject: { reference: `Patient/${placed.patientId}` },
    location: { reference: '#apotek' },
    authorizingPrescription: [{ reference: `MedicationRequest/${placed.id}` }],
    quantity: { value: num(past.quantity), unit, system: NLL_SYSTEMS.ucum, code: `{${unit}}` },
    whenHandedOver: placed.demo.at(-past.daysAgo, '14:30:00'),
    substitution: { wasSubstituted: false },
  });
}

/** When a prescription reached the list: shortly after it was issued. */
export const registeredAt = (facts: PrescriptionFacts, demo: DemoDay): ReturnType<typeof addMs> =>
  addMs(demo.at(-(facts.authoredDaysAgo ?? 100), '09:14:58'), 33_000);
