import { NcpError } from '@ncp/domain';
import { attr, decodeBase64, parseXml, type XmlElement } from '@ncp/xml';
import { documentKind } from './document-kind.js';
import { v3At } from './elements.js';

const PDF_MAGIC = [0x25, 0x50, 0x44, 0x46, 0x2d] as const;

/** Bytes that are a PDF by themselves, as some countries hand one out (cda-documents 8). */
export const isPdf = (bytes: Uint8Array): boolean => PDF_MAGIC.every((byte, index) => bytes[index] === byte);

const ownTextOf = (el: XmlElement): string => el.children.map((node) => (node.kind === 'text' ? node.value : '')).join('');

/**
 * The PDF of a level 1 document. Some countries hand out the bare PDF; it is accepted as it is (cda-documents 8).
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND no document of level 1, NCP_CDA_STRUCTURE no PDF in it
 */
export const decodeLevel1 = (bytes: Uint8Array): Uint8Array => {
  if (isPdf(bytes)) return bytes;
  const root = parseXml(bytes);
  const kind = documentKind(root);
  // Some level 1 documents keep the template of level 3; what they hold decides.
  const holdsPdf = v3At(root, 'component', 'nonXMLBody') !== undefined;
  if (kind === undefined || kind === 'ed-l3' || !(holdsPdf || kind === 'ep-l1' || kind === 'ps-l1')) throw new NcpError('NCP_CDA_KIND', { found: kind ?? 'unknown' });
  const text = v3At(root, 'component', 'nonXMLBody', 'text');
  const pdf = text === undefined || attr(text, 'representation') !== 'B64' ? undefined : decodeBase64(ownTextOf(text));
  if (pdf === undefined || !isPdf(pdf)) throw new NcpError('NCP_CDA_STRUCTURE', { at: '/ClinicalDocument/component/nonXMLBody/text' });
  return pdf;
};
