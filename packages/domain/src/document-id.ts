import { NcpError } from './errors/ncp-error.js';
import type { NcpErrorCode } from './errors/registry.js';
import { LOCAL_DOCUMENT_ROOTS, type DocumentRoots } from './local-constants.js';
import { parseOid } from './oid.js';
import type { Prescription } from './prescription.js';
import { ok, refused, type InstanceIdentifier, type Result } from './primitives.js';

/** Document and prescription identifiers (decisions D28). */

/** Level 3 is coded, level 1 is the PDF. */
export type DocumentLevel = 'L3' | 'L1';

export const MAX_DOCUMENT_ID_CHARACTERS = 128;

/**
 * Reads an XDS documentUniqueId: `<root>^<extension>` or a bare OID (wire-contract 2.1).
 * Error NCP_DOCUMENT_UNKNOWN_ID: too long, or not of that form.
 */
export const parseDocumentId = (text: string): Result<InstanceIdentifier, NcpErrorCode> => {
  const [rootText = '', extension, ...rest] = text.split('^');
  const root = parseOid(rootText);
  const legal = text.length <= MAX_DOCUMENT_ID_CHARACTERS && root.ok && extension !== '' && rest.length === 0;
  if (!legal) return refused('NCP_DOCUMENT_UNKNOWN_ID');
  return ok({ root: root.value, ...(extension === undefined ? {} : { extension }) });
};

/** Inverse of `parseDocumentId`. @throws NcpError NCP_DOCUMENT_UNKNOWN_ID when it cannot be written */
export const formatDocumentId = (id: InstanceIdentifier): string => {
  const text = id.extension === undefined ? id.root : `${id.root}^${id.extension}`;
  if (!parseDocumentId(text).ok) throw new NcpError('NCP_DOCUMENT_UNKNOWN_ID');
  return text;
};

/** Document id of one version of a prescription: `<EP_DOC_ROOT>^<id>.<versionId>.L3`. The CDA `id` is the same value. */
export const prescriptionDocumentId = (
  prescription: Pick<Prescription, 'id' | 'versionId'>,
  level: DocumentLevel,
  roots: DocumentRoots = LOCAL_DOCUMENT_ROOTS,
): InstanceIdentifier => ({
  root: roots.ePrescriptionDocument,
  extension: `${prescription.id}.${prescription.versionId}.${level}`,
});

/** Document id of one snapshot of a Patient Summary; the uuid is minted per list. */
export const patientSummaryDocumentId = (
  snapshotUuid: string,
  level: DocumentLevel,
  roots: DocumentRoots = LOCAL_DOCUMENT_ROOTS,
): InstanceIdentifier => ({ root: roots.patientSummaryDocument, extension: `${snapshotUuid}.${level}` });

/** Prescription id, item id and setId of an ePrescription: no version, no suffix. */
export const prescriptionIdentifier = (
  prescriptionId: string,
  roots: DocumentRoots = LOCAL_DOCUMENT_ROOTS,
): InstanceIdentifier => ({ root: roots.prescription, extension: prescriptionId });

/** What one of our own document ids names. */
export type OwnDocument =
  | { readonly kind: 'prescription'; readonly prescriptionId: string; readonly versionId: string; readonly level: DocumentLevel }
  | { readonly kind: 'patient-summary'; readonly snapshotUuid: string; readonly level: DocumentLevel };

const PRESCRIPTION_EXTENSION = /^(.+)\.([^.]+)\.(L[13])$/;
const SUMMARY_EXTENSION = /^([^.]+)\.(L[13])$/;

const level = (text: string | undefined): DocumentLevel => (text === 'L1' ? 'L1' : 'L3');

/** Understands an id that we issued. Error NCP_DOCUMENT_UNKNOWN_ID for every other (decisions D25: no oracle). */
export const readOwnDocumentId = (
  id: InstanceIdentifier,
  roots: DocumentRoots = LOCAL_DOCUMENT_ROOTS,
): Result<OwnDocument, NcpErrorCode> => {
  const extension = id.extension ?? '';
  if (id.root === roots.ePrescriptionDocument) {
    const [, prescriptionId, versionId, suffix] = PRESCRIPTION_EXTENSION.exec(extension) ?? [];
    if (prescriptionId !== undefined && versionId !== undefined) {
      return ok({ kind: 'prescription', prescriptionId, versionId, level: level(suffix) });
    }
  }
  if (id.root === roots.patientSummaryDocument) {
    const [, snapshotUuid, suffix] = SUMMARY_EXTENSION.exec(extension) ?? [];
    if (snapshotUuid !== undefined) return ok({ kind: 'patient-summary', snapshotUuid, level: level(suffix) });
  }
  return refused('NCP_DOCUMENT_UNKNOWN_ID');
};

/**
 * The Swedish prescription that an eDispensation names (decisions D28, D55, G01).
 * A peer may copy the item id, the prescription id or the document id; each is understood when its root is ours.
 * `aliases` are further roots accepted for prescription ids (`RX_ROOT_ALIASES`).
 * Error NCP_DISPENSE_NOT_IDENTIFIABLE: none is given, none is ours, or they name different prescriptions.
 */
export const readPrescriptionReference = (
  ids: readonly (InstanceIdentifier | undefined)[],
  roots: DocumentRoots = LOCAL_DOCUMENT_ROOTS,
  aliases: readonly string[] = [],
): Result<string, NcpErrorCode> => {
  const named = new Set<string>();
  for (const id of ids) {
    if (id?.extension === undefined || id.extension === '') continue;
    if (id.root === roots.prescription || aliases.includes(id.root)) named.add(id.extension);
    const document = readOwnDocumentId(id, roots);
    if (document.ok && document.value.kind === 'prescription') named.add(document.value.prescriptionId);
  }
  const [only, another] = named;
  return only === undefined || another !== undefined ? refused('NCP_DISPENSE_NOT_IDENTIFIABLE') : ok(only);
};
