import type { InstanceIdentifier } from '@ncp/domain';
import { escapeXml } from '../../foreign/xml-text.js';
import type { Code } from './plan.js';

/** Bits of CDA as text: this party shares no document writer with the gateway. */

export const SYSTEMS = {
  loinc: ['2.16.840.1.113883.6.1', 'LOINC'], edqm: ['0.4.0.127.0.16.1.1.2.1', 'EDQM'], atc: ['2.16.840.1.113883.6.73', 'Anatomical Therapeutic Chemical'],
  snomed: ['2.16.840.1.113883.6.96', 'SNOMED CT'], icd10: ['1.3.6.1.4.1.12559.11.10.1.3.1.44.2', 'ICD-10'], isco: ['2.16.840.1.113883.2.9.6.2.7', 'ISCO'],
  gender: ['2.16.840.1.113883.5.1', 'AdministrativeGender'], confidentiality: ['2.16.840.1.113883.5.25', 'Confidentiality'],
  actClass: ['2.16.840.1.113883.5.6', 'ActClass'], substitution: ['2.16.840.1.113883.5.1070', 'SubstanceAdminSubstitution'],
  instruction: ['1.3.6.1.4.1.19376.1.5.3.2', 'IHEActCode'], absence: ['2.16.840.1.113883.5.1150.1', 'IPS Absent And Unknown Data'],
  severity: ['2.16.840.1.113883.5.4', 'ActCode'], participation: ['2.16.840.1.113883.5.88', 'ParticipationFunction'],
} as const;

/** Templates of eHDSI (cda-documents 0). */
export const TEMPLATE = '1.3.6.1.4.1.12559.11.10.1.3.1.';

export const t: (text: string) => string = escapeXml;
export const templates = (...roots: readonly string[]): string => roots.map((root) => `<templateId root="${root}"/>`).join('');
export const codeAttributes = ({ code, display }: Code, system: keyof typeof SYSTEMS): string =>
  `code="${t(code)}" codeSystem="${SYSTEMS[system][0]}" codeSystemName="${SYSTEMS[system][1]}" displayName="${t(display)}"`;
export const coded = (name: string, code: Code, system: keyof typeof SYSTEMS): string => `<${name} ${codeAttributes(code, system)}/>`;
export const idOf = (id: InstanceIdentifier): string =>
  `<id root="${t(id.root)}"${id.extension === undefined ? '' : ` extension="${t(id.extension)}"`}/>`;
export const reference = (anchor: string): string => `<text><reference value="#${anchor}"/></text>`;

/**
 * Gives the elements of the default namespace a prefix, as some countries write them. Good for our own text only, in which
 * no comment or CDATA section hides a tag.
 */
export function prefixed(xml: string, prefix: string): string {
  return xml
    .replaceAll(/<(\/?)([A-Za-z][\w.-]*)(?=[\s/>])/g, `<$1${prefix}:$2`)
    // The default stays declared for the types: many readers, the official rules among them, compare their bare names.
    .replace('xmlns="urn:hl7-org:v3"', `xmlns="urn:hl7-org:v3" xmlns:${prefix}="urn:hl7-org:v3"`);
}
