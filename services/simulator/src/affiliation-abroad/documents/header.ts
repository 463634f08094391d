import type { InstanceIdentifier } from '@ncp/domain';
import type { AbroadCountry } from '../countries.js';
import { localTime } from '../local-time.js';
import { codeAttributes, coded, idOf, t, templates, TEMPLATE } from './markup.js';
import type { AbroadPatient, Code } from './plan.js';

/** What the header of every kind of document says (cda-documents 2). */
export interface HeaderFacts {
  readonly country: AbroadCountry;
  readonly patient: AbroadPatient;
  readonly template: string;
  readonly id: InstanceIdentifier;
  readonly setId?: InstanceIdentifier;
  readonly parent: InstanceIdentifier;
  readonly code: Code;
  readonly title: string;
  readonly at: Date;
  readonly namelessAuthenticator?: true;
  /** Patient summaries: compiled by a system, with a preferred organisation and a time of the last change. */
  readonly summary?: true;
}

const PHYSICIAN: Readonly<Record<AbroadCountry['code'], { readonly given: string; readonly family: string; readonly place: string }>> = {
  FI: { given: 'Lyyti', family: 'Lääkäri-Esimerkki', place: 'Esimerkkilän terveysasema' },
  DK: { given: 'Lærke', family: 'Lægesen', place: 'Lægehuset Eksempelby' },
  PT: { given: 'Luís', family: 'Médico Exemplo', place: 'Centro de Saúde de Exemplo' },
};

const address = (country: AbroadCountry, city: string): string =>
  `<addr><streetAddressLine>1</streetAddressLine><city>${t(city)}</city><postalCode>00100</postalCode><country>${country.code}</country></addr>`;

const agencyBody = (country: AbroadCountry): string =>
  `<id root="${country.agency.idRoot}"/><name>${t(country.agency.name)}</name><telecom nullFlavor="NI"/>${address(country, country.agency.city)}`;

const patientName = ({ given, family }: AbroadPatient): string => `<name>${given.map((one) => `<given>${t(one)}</given>`).join('')}<family>${t(family)}</family></name>`;

const recordTarget = ({ country, patient }: HeaderFacts): string =>
  `<recordTarget typeCode="RCT" contextControlCode="OP"><patientRole classCode="PAT">${idOf(patient.id)}${address(country, patient.city)}<telecom nullFlavor="NI"/>`
  + `<patient classCode="PSN" determinerCode="INSTANCE">${patientName(patient)}`
  + coded('administrativeGenderCode', { code: patient.gender, display: patient.gender === 'F' ? 'Female' : 'Male' }, 'gender')
  + `<birthTime value="${patient.birthDate}"/><languageCommunication><languageCode code="${country.language}"/></languageCommunication></patient></patientRole></recordTarget>`;

const organisation = (country: AbroadCountry, name: string, number: string): string =>
  `<representedOrganization classCode="ORG" determinerCode="INSTANCE"><id root="${country.prescriberRoot}.9" extension="${number}"/><name>${t(name)}</name><telecom use="WP" value="tel:+0000000000"/>${address(country, country.agency.city)}</representedOrganization>`;

function author({ country, at, summary }: HeaderFacts): string {
  const time = `<time value="${localTime(country.zone, at)}"/>`;
  const { given, family, place } = PHYSICIAN[country.code];
  if (summary) {
    return `<author typeCode="AUT" contextControlCode="OP">${time}<assignedAuthor classCode="ASSIGNED"><id root="${country.agency.idRoot}"/><addr nullFlavor="NI"/><telecom nullFlavor="NI"/>`
      + '<assignedAuthoringDevice classCode="DEV" determinerCode="INSTANCE"><softwareName>NCPeH (simulated)</softwareName></assignedAuthoringDevice>'
      + `<representedOrganization classCode="ORG" determinerCode="INSTANCE">${agencyBody(country)}</representedOrganization></assignedAuthor></author>`;
  }
  return `<author typeCode="AUT" contextControlCode="OP">${coded('functionCode', { code: '221', display: 'Medical doctors' }, 'isco')}${time}`
    + `<assignedAuthor classCode="ASSIGNED"><id root="${country.prescriberRoot}" extension="00${country.code}1"/><addr nullFlavor="NI"/><telecom nullFlavor="NI"/>`
    + `<assignedPerson classCode="PSN" determinerCode="INSTANCE"><name><given>${t(given)}</given><family>${t(family)}</family></name></assignedPerson>`
    + `${organisation(country, place, 'ORG-1')}</assignedAuthor></author>`;
}

function authenticator({ country, at, namelessAuthenticator }: HeaderFacts): string {
  const { given, family } = PHYSICIAN[country.code];
  const person = namelessAuthenticator
    ? '<assignedPerson nullFlavor="NI"/>'
    : `<assignedPerson classCode="PSN" determinerCode="INSTANCE"><name><given>${t(given)}</given><family>${t(family)}</family></name></assignedPerson>`;
  return `<legalAuthenticator typeCode="LA" contextControlCode="OP"><time value="${localTime(country.zone, at)}"/><signatureCode code="S"/><assignedEntity classCode="ASSIGNED">`
    + `<id root="${country.agency.idRoot}"/><addr nullFlavor="NI"/><telecom nullFlavor="NI"/>${person}`
    + `<representedOrganization classCode="ORG" determinerCode="INSTANCE">${agencyBody(country)}</representedOrganization></assignedEntity></legalAuthenticator>`;
}

const custodian = (country: AbroadCountry): string =>
  `<custodian typeCode="CST"><assignedCustodian classCode="ASSIGNED"><representedCustodianOrganization classCode="ORG" determinerCode="INSTANCE">${agencyBody(country)}</representedCustodianOrganization></assignedCustodian></custodian>`;

const summaryParts = ({ country, at }: HeaderFacts): { readonly participant: string; readonly service: string } => ({
  participant: `<participant typeCode="IND">${templates('1.3.6.1.4.1.19376.1.5.3.1.2.4')}<functionCode ${codeAttributes({ code: 'PCP', display: 'Primary care physician' }, 'participation')}/>`
    + `<associatedEntity classCode="PRS">${address(country, country.agency.city)}<telecom nullFlavor="NI"/><scopingOrganization><name>${t(PHYSICIAN[country.code].place)}</name></scopingOrganization></associatedEntity></participant>`,
  service: `<documentationOf typeCode="DOC"><serviceEvent classCode="PCPR" moodCode="EVN"><effectiveTime><high value="${localTime(country.zone, at)}"/></effectiveTime></serviceEvent></documentationOf>`,
});

/** Everything before `component`. */
export function header(facts: HeaderFacts): string {
  const { country, template, id, setId, parent, code, title, at } = facts;
  const { participant, service } = facts.summary ? summaryParts(facts) : { participant: '', service: '' };
  return `<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>${templates(TEMPLATE + template)}${idOf(id)}`
    + `${coded('code', code, 'loinc')}<title>${t(title)}</title><effectiveTime value="${localTime(country.zone, at)}"/>`
    + `${coded('confidentialityCode', { code: 'N', display: 'normal' }, 'confidentiality')}<languageCode code="${country.language}"/>`
    + (setId === undefined ? '' : `${idOf(setId).replace('<id ', '<setId ')}<versionNumber value="1"/>`)
    + recordTarget(facts) + author(facts) + custodian(country) + authenticator(facts) + participant + service
    + `<relatedDocument typeCode="XFRM"><parentDocument classCode="DOCCLIN" moodCode="EVN">${idOf(parent)}</parentDocument></relatedDocument>`;
}

export const clinicalDocument = (content: string, namespaces = 'xmlns:pharm="urn:hl7-org:pharm"'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3" ${namespaces} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${content}</ClinicalDocument>`;
