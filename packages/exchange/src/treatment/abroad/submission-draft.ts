import { IDENTIFIER_ROOTS, formatDocumentId, parseDate, parseHl7Time, type CalendarDate, type InstanceIdentifier } from '@ncp/domain';
import type { SubmissionDraft } from '@ncp/ihe';
import { NS, attr, childrenOf, descendant, parseXml, textOf, type XmlElement } from '@ncp/xml';
import type { TreatmentAsking, TreatmentGateway } from '../treatment-gateway.js';

/** One document for the other country, chosen once: every attempt gives the same. */
export interface OutwardSubmission {
  readonly kind: 'dispense' | 'discard';
  /** The eDispensation, or its discard, byte for byte what is sent. */
  readonly document: Uint8Array;
  /** Of the document: `<root>^<extension>` on the wire. */
  readonly documentId: InstanceIdentifier;
  /** Unique id of the submission set, an OID or `<root>^<extension>`; on discard this is the discard's own id. */
  readonly submissionSetId: string;
}

/** Metadata of a submission (wire-contract 2.7): taken from the document itself, so that the two never say different things. */
export function submissionDraft(gateway: TreatmentGateway, { patient, professional }: TreatmentAsking, submission: OutwardSubmission): Omit<SubmissionDraft, 'document'> {
  const { kind, documentId, submissionSetId, document } = submission;
  const root = parseXml(document, gateway.limits);
  const now = gateway.surroundings.now();
  const written = parseHl7Time(attr(descendant(root, NS.hl7, 'effectiveTime') ?? root, 'value') ?? '', 'Europe/Stockholm');
  return {
    kind, documentUniqueId: formatDocumentId(documentId), submissionSetId,
    patient: { id: patient, ...personIn(root) },
    country: gateway.country, languageCode: attr(descendant(root, NS.hl7, 'languageCode') ?? root, 'code') ?? 'sv-SE',
    createdAt: written.ok ? written.value.instant : now, submittedAt: now,
    author: {
      person: professional.name, institution: professional.organisation,
      institutionId: `urn:hl7ii:${IDENTIFIER_ROOTS.gln}:${professional.gln}`,
    },
  };
}

function personIn(root: XmlElement): Omit<SubmissionDraft['patient'], 'id'> {
  const person = descendant(root, NS.hl7, 'recordTarget', 'patientRole', 'patient');
  const name = person === undefined ? undefined : descendant(person, NS.hl7, 'name');
  const parts = (local: string): readonly string[] =>
    (name === undefined ? [] : childrenOf(name, NS.hl7, local)).map((part) => textOf(part).trim()).filter((text) => text !== '');
  const code = valueOf(person, 'administrativeGenderCode', 'code');
  return {
    family: parts('family').join(' '), given: parts('given'),
    ...birthDate(valueOf(person, 'birthTime', 'value')),
    ...(code === 'F' || code === 'M' || code === 'UN' ? { gender: code } : {}),
  };
}

const valueOf = (person: XmlElement | undefined, local: string, attribute: string): string => {
  const found = person === undefined ? undefined : descendant(person, NS.hl7, local);
  return found === undefined ? '' : attr(found, attribute) ?? '';
};

const birthDate = (value: string): { readonly birthDate?: CalendarDate } => {
  const day = parseDate(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`);
  return day.ok ? { birthDate: day.value } : {};
};
