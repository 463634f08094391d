import { localDay, daysFrom } from '../local-time.js';
import { clinicalDocument, header } from './header.js';
import { coded, idOf, prefixed, reference, t, templates, TEMPLATE } from './markup.js';
import type { Pack, PrescriptionFacts, Product } from './plan.js';
import { epsosProduct, pharmProduct } from './product.js';

const TREATMENT_DAYS = 180;
/** How long a prescription may be dispensed where the country says so. */
const VALID_DAYS = 365;

const packText = (packs: readonly Pack[]): string =>
  packs.map(({ amount, unit }, level) => `${amount}${level === 0 && unit !== '1' ? ` ${unit.replaceAll(/[{}]/g, '')}` : ''}`).toReversed().join(' x ');
export const productText = (product: Product): string => `${product.name} ${product.strength}, ${packText(product.packs)}`;

/** The facts as the patient's own country would print them; the same lines stand in the PDF. */
export const prescriptionLines = ({ plan, country }: PrescriptionFacts): Readonly<Record<'product' | 'patient' | 'pharmacist', string>> => ({
  product: productText(plan.product),
  patient: plan.dose.instruction,
  pharmacist: `${plan.pharmacistNote} (${country.agency.name})`,
});

const instruction = (kind: 'PINSTRUCT' | 'FINSTRUCT', anchor: string): string => {
  const roots = kind === 'PINSTRUCT'
    ? [`${TEMPLATE}3.12`, '1.3.6.1.4.1.19376.1.5.3.1.4.3', '2.16.840.1.113883.10.20.1.49']
    : [`${TEMPLATE}3.13`, '1.3.6.1.4.1.19376.1.5.3.1.4.3.1', '2.16.840.1.113883.10.20.1.43'];
  return `<entryRelationship typeCode="SUBJ" inversionInd="true"><act classCode="ACT" moodCode="INT">${templates(...roots)}${coded('code', { code: kind, display: kind }, 'instruction')}${reference(anchor)}<statusCode code="completed"/></act></entryRelationship>`;
};

function treatmentTimes({ country, plan, prescribedAt }: PrescriptionFacts): string {
  const high = daysFrom(prescribedAt, plan.awkward?.lastDispensingDay ? VALID_DAYS : TREATMENT_DAYS);
  const { period } = plan.dose;
  return `<effectiveTime xsi:type="IVL_TS"><low value="${localDay(country.zone, prescribedAt)}"/><high value="${localDay(country.zone, high)}"/></effectiveTime>`
    + `<effectiveTime xsi:type="PIVL_TS" institutionSpecified="true" operator="A"><period value="${period.value}" unit="${period.unit}"/></effectiveTime>`
    + (plan.awkward?.repeats === undefined ? '' : `<repeatNumber value="${String(plan.awkward.repeats)}"/>`);
}

function item(facts: PrescriptionFacts): string {
  const { country, plan, ids, open } = facts;
  const { dose, product } = plan;
  const substitution = plan.substitution === 'G' ? { code: 'G', display: 'generic' } : { code: 'N', display: 'none' };
  return `<substanceAdministration classCode="SBADM" moodCode="INT">${templates(`${TEMPLATE}3.2`, '2.16.840.1.113883.10.20.1.24', '1.3.6.1.4.1.19376.1.5.3.1.4.7.1')}`
    + `${idOf(ids.item)}${reference('item')}<statusCode code="${open ? 'active' : 'completed'}"/>${treatmentTimes(facts)}${coded('routeCode', plan.route, 'edqm')}`
    + `<doseQuantity><low value="${dose.low}" unit="${t(dose.unit)}"/><high value="${dose.high}" unit="${t(dose.unit)}"/></doseQuantity>`
    + `<consumable typeCode="CSM">${plan.awkward?.epsosProduct ? epsosProduct(product, country) : pharmProduct(product, country, { item: '3.29', material: '3.30' })}</consumable>`
    + `<entryRelationship typeCode="COMP"><supply classCode="SPLY" moodCode="RQO"><independentInd value="false"/><quantity value="${String(plan.packages)}" unit="1"/></supply></entryRelationship>`
    + `<entryRelationship typeCode="SUBJ" inversionInd="true"><observation classCode="OBS" moodCode="EVN">${coded('code', { code: 'SUBST', display: 'Substitution' }, 'actClass')}`
    + `${coded('value', substitution, 'substitution').replace('<value ', '<value xsi:type="CE" ')}</observation></entryRelationship>`
    + `${instruction('PINSTRUCT', 'patient')}${instruction('FINSTRUCT', 'pharmacist')}</substanceAdministration>`;
}

const headerOf = (facts: PrescriptionFacts, level: 'level3' | 'level1'): string => {
  const { country, patient, plan, ids, prescribedAt } = facts;
  const who = plan.awkward?.patientInTitle ? ` ${patient.given.join(' ')} ${patient.family} - ${ids.prescription.extension ?? ''}` : '';
  return header({
    country, patient, template: level === 'level3' ? '1.1' : '1.6', id: ids[level], setId: ids.prescription,
    parent: plan.awkward?.parentIsPrescription ? ids.prescription : ids[level === 'level3' ? 'level1' : 'level3'],
    code: { code: '57833-6', display: 'Prescription for medication' }, title: `eHDSI ePrescription${who}`, at: prescribedAt,
    ...(plan.awkward?.namelessAuthenticator ? { namelessAuthenticator: true } : {}),
  });
};

/** The coded ePrescription (cda-documents 3), as awkward as its plan says. */
export function prescriptionLevel3(facts: PrescriptionFacts): string {
  const lines = prescriptionLines(facts);
  const section = `<section classCode="DOCSECT" moodCode="EVN">${templates(`${TEMPLATE}2.1`)}${idOf(facts.ids.prescription)}${coded('code', { code: '57828-6', display: 'Prescriptions' }, 'loinc')}<title>Prescriptions</title>`
    + `<text><paragraph ID="item"><content ID="product">${t(lines.product)}</content><br/><content ID="patient">${t(lines.patient)}</content><br/><content ID="pharmacist">${t(lines.pharmacist)}</content></paragraph></text>`
    + `<entry typeCode="COMP">${item(facts)}</entry></section>`;
  const { awkward } = facts.plan;
  const xml = clinicalDocument(`${headerOf(facts, 'level3')}<component><structuredBody classCode="DOCBODY"><component>${section}</component></structuredBody></component>`,
    awkward?.epsosProduct ? 'xmlns:epsos="urn:epsos-org:ep:medication"' : undefined);
  return awkward?.prefix === undefined ? xml : prefixed(xml, awkward.prefix);
}

/** The same prescription as a PDF in a CDA envelope (cda-documents 8). */
export const prescriptionLevel1 = (facts: PrescriptionFacts, pdf: Uint8Array): string =>
  clinicalDocument(`${headerOf(facts, 'level1')}<component><nonXMLBody classCode="DOCBODY" moodCode="EVN"><text mediaType="application/pdf" representation="B64">${Buffer.from(pdf).toString('base64')}</text></nonXMLBody></component>`);
