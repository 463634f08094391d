import { randomUUID } from 'node:crypto';
import type { InstanceIdentifier } from '@ncp/domain';
import { attr, child, childrenOf, descendant, NS, parseXml, serialiseXml, text, textOf, walk, type XmlElement, type XmlNode } from '@ncp/xml';
import type { Professional } from './assertions.js';
import { escapeXml } from './xml-text.js';

/** What was handed over at the counter abroad. */
export interface HandOver {
  /** Whole packs. */
  readonly packages: number;
  /** What is in one pack, in the unit of the ePrescription; left out: the pack as prescribed. */
  readonly packSize?: string;
  /** Another product than the prescribed one was given. */
  readonly substituted?: boolean;
  /** Default: now. */
  readonly at?: Date;
  /** Ids to use instead of fresh ones, for repetitions with another content. */
  readonly documentId?: InstanceIdentifier;
}

interface As {
  readonly country: string;
  readonly professional: Professional;
  readonly now: Date;
}

/** Root under which the simulated countries number their dispensations: an example arc, nobody's. */
const DISPENSATION_ROOT = '2.999.41';

const hl7Time = (at: Date): string => `${at.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '')}+0000`;

function need(found: XmlElement | undefined, what: string): XmlElement {
  if (found === undefined) throw new Error(`the ePrescription has no ${what}`);
  return found;
}

/** Verbatim: an id that is a root alone stays one (decisions D75). */
const idText = (id: XmlElement): string => {
  const extension = attr(id, 'extension');
  return `<id root="${escapeXml(attr(id, 'root') ?? '')}"${extension === undefined ? '' : ` extension="${escapeXml(extension)}"`}/>`;
};

/** Code and name of the Swedish pack: a pack of another size is another pack, with neither. */
const namesPack = (element: XmlElement): boolean => element.parent?.local === 'containerPackagedProduct' && (element.local === 'code' || element.local === 'name');
const isPackAmount = (element: XmlElement): boolean =>
  element.local === 'quantity' && element.parent?.local === 'asContent' && element.parent.parent?.local === 'manufacturedMaterial';

const inPackOf = (packSize: string, element: XmlElement): XmlElement => ({
  ...element,
  children: element.children.flatMap((node): readonly XmlNode[] => {
    if (node.kind !== 'element') return [node];
    return namesPack(node) ? [] : [inPackOf(packSize, node)];
  }),
  ...(isPackAmount(element) ? { attributes: element.attributes.map((one) => (one.local === 'value' ? { ...one, value: packSize } : one)) } : {}),
});

/** The prescribed product as it stands in the ePrescription; with `packSize` in a pack of another size. */
const productText = (product: XmlElement, packSize?: string): string =>
  text(serialiseXml(packSize === undefined ? product : inPackOf(packSize, product)));

/**
 * Writes an eDispensation as another country would: by its own hand, from what the ePrescription says
 * (cda-documents 6). Product, prescription id and item id come back verbatim.
 */
export function dispensationOf(prescription: Uint8Array, handOver: HandOver, as: As): { readonly id: InstanceIdentifier; readonly document: Uint8Array } {
  const root = parseXml(prescription);
  const all = [...walk(root)];
  const section = need(all.find((one) => one.ns === NS.hl7 && one.local === 'section'), 'section');
  const administration = need(all.find((one) => one.ns === NS.hl7 && one.local === 'substanceAdministration'), 'item');
  const product = need(descendant(administration, NS.hl7, 'consumable', 'manufacturedProduct'), 'product');
  const patient = need(descendant(root, NS.hl7, 'recordTarget', 'patientRole'), 'patient');
  const person = need(child(patient, NS.hl7, 'patient'), 'patient name');
  const name = need(child(person, NS.hl7, 'name'), 'patient name');
  const nameText = (local: string): string => childrenOf(name, NS.hl7, local).map((one) => `<${local}>${escapeXml(textOf(one))}</${local}>`).join('');
  const gender = attr(need(child(person, NS.hl7, 'administrativeGenderCode'), 'gender'), 'code') ?? 'UN';
  const birth = attr(need(child(person, NS.hl7, 'birthTime'), 'birth time'), 'value') ?? '';
  const id: InstanceIdentifier = handOver.documentId ?? { root: DISPENSATION_ROOT, extension: `${as.country}-ED-${randomUUID()}` };
  const now = hl7Time(as.now);
  const handed = hl7Time(handOver.at ?? as.now);
  const [, pharmacyRoot = '', pharmacyExtension = ''] = /^urn:hl7ii:([^:]+):(.+)$/.exec(as.professional.organisationId) ?? [];
  const organisation = (tag: string): string => `<${tag} classCode="ORG" determinerCode="INSTANCE"><id root="${pharmacyRoot}" extension="${escapeXml(pharmacyExtension)}"/><name>${escapeXml(as.professional.organisation)}</name><telecom nullFlavor="NI"/><addr><city>Testville</city><country>${as.country}</country></addr></${tag}>`;
  const professional = `<id root="1.2.3.4.6" extension="${escapeXml(as.professional.id)}"/><addr nullFlavor="NI"/><telecom nullFlavor="NI"/><assignedPerson classCode="PSN" determinerCode="INSTANCE"><name><given>Test</given><family>${escapeXml(as.professional.name)}</family></name></assignedPerson>${organisation('representedOrganization')}`;
  const prescriptionId = need(child(section, NS.hl7, 'id'), 'prescription id');
  const itemId = need(child(administration, NS.hl7, 'id'), 'item id');
  const documentText = `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:pharm="urn:hl7-org:pharm" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" classCode="DOCCLIN" moodCode="EVN">
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2"/>
<id root="${id.root}" extension="${escapeXml(id.extension ?? '')}"/>
<code code="60593-1" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC" displayName="Medication dispensed.extended Document"/>
<title>eHDSI eDispensation</title><effectiveTime value="${now}"/>
<confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25" displayName="normal"/><languageCode code="en-GB"/>
<recordTarget typeCode="RCT" contextControlCode="OP"><patientRole classCode="PAT">${idText(need(child(patient, NS.hl7, 'id'), 'patient id'))}<addr nullFlavor="NI"/><telecom nullFlavor="NI"/><patient classCode="PSN" determinerCode="INSTANCE"><name>${nameText('given')}${nameText('family')}</name><administrativeGenderCode code="${gender}" codeSystem="2.16.840.1.113883.5.1" displayName="${gender === 'F' ? 'Female' : gender === 'M' ? 'Male' : 'Undifferentiated'}"/><birthTime value="${birth}"/></patient></patientRole></recordTarget>
<author typeCode="AUT" contextControlCode="OP"><functionCode code="2262" codeSystem="2.16.840.1.113883.2.9.6.2.7" displayName="Pharmacists"/><time value="${now}"/><assignedAuthor classCode="ASSIGNED">${professional}</assignedAuthor></author>
<custodian typeCode="CST"><assignedCustodian classCode="ASSIGNED">${organisation('representedCustodianOrganization')}</assignedCustodian></custodian>
<legalAuthenticator typeCode="LA" contextControlCode="OP"><time value="${now}"/><signatureCode code="S"/><assignedEntity classCode="ASSIGNED">${professional}</assignedEntity></legalAuthenticator>
<inFulfillmentOf typeCode="FLFS"><order classCode="ACT" moodCode="RQO">${idText(prescriptionId)}</order></inFulfillmentOf>
<relatedDocument typeCode="XFRM"><parentDocument classCode="DOCCLIN" moodCode="EVN">${idText(need(child(root, NS.hl7, 'id'), 'document id'))}</parentDocument></relatedDocument>
<component typeCode="COMP" contextConductionInd="true"><structuredBody classCode="DOCBODY" moodCode="EVN"><component typeCode="COMP"><section classCode="DOCSECT" moodCode="EVN">
<templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.2.2"/><id root="${id.root}" extension="${escapeXml(id.extension ?? '')}"/>
<code code="60590-7" codeSystem="2.16.840.1.113883.6.1" displayName="Medication dispensed"/><title>Medication dispensed</title>
<text><paragraph>${String(handOver.packages)} package(s) dispensed</paragraph></text>
<entry typeCode="COMP"><supply classCode="SPLY" moodCode="EVN">
<templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.3.3"/><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.7.3"/><templateId root="2.16.840.1.113883.10.20.1.34"/>
<id root="${id.root}" extension="${escapeXml(id.extension ?? '')}.1"/><quantity value="${String(handOver.packages)}" unit="1"/>
<product typeCode="PRD">${productText(product, handOver.packSize)}</product>
<performer typeCode="PRF"><time value="${handed}"/><assignedEntity classCode="ASSIGNED">${professional}</assignedEntity></performer>
<entryRelationship typeCode="REFR"><substanceAdministration classCode="SBADM" moodCode="INT">${idText(itemId)}<consumable typeCode="CSM">${productText(product)}</consumable></substanceAdministration></entryRelationship>
${handOver.substituted === true ? '<entryRelationship typeCode="COMP"><act classCode="ACT" moodCode="EVN"><code code="SUBST" codeSystem="2.16.840.1.113883.5.6" displayName="Substitution"/></act></entryRelationship>' : ''}
</supply></entry></section></component></structuredBody></component></ClinicalDocument>`;
  return { id, document: new TextEncoder().encode(documentText) };
}
