import { NcpError, type InstanceIdentifier } from '@ncp/domain';
import { NS, parseXml, type XmlElement } from '@ncp/xml';
import { readIdentifier, readIdentifiers } from './data-types.js';
import { codeAgrees, documentKind, type DocumentKind } from './document-kind.js';
import { v3All, v3At } from './elements.js';
import { ReadingNotes } from './notes.js';

/** A document of the expected kind, with what every reader needs from its header. */
export interface OpenDocument {
  readonly root: XmlElement;
  readonly notes: ReadingNotes;
  readonly id: InstanceIdentifier;
  readonly patientRole: XmlElement;
  readonly patientIds: readonly InstanceIdentifier[];
}

/**
 * Parses a document, where that was not done yet, and proves what may not be doubted: its kind, its id, and that it is about one patient
 * (cda-documents 6, 12).
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND, NCP_CDA_STRUCTURE, NCP_CDA_PATIENT
 */
export const openDocument = (source: Uint8Array | XmlElement, kinds: readonly DocumentKind[]): OpenDocument => {
  const root = source instanceof Uint8Array ? parseXml(source) : source;
  const kind = documentKind(root);
  if (kind === undefined || !kinds.includes(kind)) {
    throw new NcpError('NCP_CDA_KIND', { found: kind ?? 'unknown', clinicalDocument: root.ns === NS.hl7 && root.local === 'ClinicalDocument' });
  }
  const notes = new ReadingNotes();
  if (!codeAgrees(root, kind)) notes.note(root, 'document-code');
  const id = readIdentifier(v3At(root, 'id'), notes);
  if (id === undefined) throw new NcpError('NCP_CDA_STRUCTURE', { at: '/ClinicalDocument/id' });
  // Two patients are refused even if they are the same person: nobody may have to guess which one counts (CDA-15).
  const [recordTarget, second] = v3All(root, 'recordTarget');
  const roles = v3All(recordTarget, 'patientRole');
  const [patientRole] = roles;
  if (second !== undefined || roles.length > 1) throw new NcpError('NCP_CDA_PATIENT', { recordTargets: v3All(root, 'recordTarget').length });
  if (patientRole === undefined) throw new NcpError('NCP_CDA_STRUCTURE', { at: '/ClinicalDocument/recordTarget/patientRole' });
  return { root, notes, id, patientRole, patientIds: readIdentifiers(patientRole, notes) };
};
