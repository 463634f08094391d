import { CODE_SYSTEMS, CLASS_CODES } from '@ncp/domain';
import { fhirObject, type FhirObject } from '../json.js';
import { referenceTo } from './elements.js';
import { systemUri } from './systems.js';

/** The documents as the other country sent them, base64. */
export interface OriginalDocuments {
  readonly level3: string;
  /** The PDF itself, taken out of its CDA envelope. */
  readonly level1?: string;
}

export interface OriginalsOf {
  readonly id: string;
  readonly patient: string;
  readonly kind: 'ePrescription' | 'patientSummary';
  readonly at: string;
  readonly language?: string;
}

/** Always attached: what was converted can be compared with what was sent (decisions D74). */
export const originalsReference = ({ id, patient, kind, at, language }: OriginalsOf, { level3, level1 }: OriginalDocuments): FhirObject => {
  const content = (contentType: string, data: string): FhirObject => fhirObject({ attachment: fhirObject({ contentType, language, data }) });
  return fhirObject({
    resourceType: 'DocumentReference', id, status: 'current',
    type: fhirObject({ coding: [fhirObject({ system: systemUri(CODE_SYSTEMS.loinc), code: CLASS_CODES[kind] })] }),
    subject: referenceTo('Patient', patient), date: at,
    content: [content('application/xml', level3), ...(level1 === undefined ? [] : [content('application/pdf', level1)])],
  });
};

/** Who sent it and when it was fetched (sweden-national 6.3). */
export const provenanceOf = (id: string, targets: readonly FhirObject[], context: { readonly homeCommunityId: string; readonly retrievedAt: string }): FhirObject => fhirObject({
  resourceType: 'Provenance', id, target: targets, recorded: context.retrievedAt,
  agent: [fhirObject({ who: fhirObject({ identifier: fhirObject({ system: 'urn:ietf:rfc:3986', value: `urn:oid:${context.homeCommunityId}` }) }) })],
});
