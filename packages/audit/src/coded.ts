import { element, type XmlElement } from '@ncp/xml';

/** A coded value of the DICOM audit schema: attributes only, `originalText` is required there. */
export interface AuditCode {
  readonly code: string;
  readonly system: string;
  readonly display?: string;
  readonly original: string;
}

export const codedElement = (name: string, { code, system, display, original }: AuditCode): XmlElement =>
  element('', name, { 'csd-code': code, codeSystemName: system, displayName: display, originalText: original });
