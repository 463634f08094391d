import { DOCUMENT_TEMPLATES } from '@ncp/domain';
import { encodeBase64, serialiseXml } from '@ncp/xml';
import { ROOT_NAMESPACES, v3 } from '../building/elements.js';
import { refuseErrors } from '../building/header.js';
import { header } from './encode-header.js';
import type { EPrescription } from './model.js';

/**
 * Writes the level 1 document: the same header, the PDF inside (cda-documents 8). The same input gives the same bytes.
 * @throws NcpError NCP_CDA_MAPPING_REQUIRED, NCP_CDA_NOT_EXPRESSIBLE when the model may not be released
 */
export const encodePrescriptionLevel1 = (model: EPrescription, pdf: Uint8Array): Uint8Array => {
  refuseErrors(model);
  const root = v3('ClinicalDocument', ROOT_NAMESPACES,
    header(model, { templateId: DOCUMENT_TEMPLATES.ePrescriptionLevel1, id: model.level1Id, relatedId: model.level3Id }),
    v3('component', {}, v3('nonXMLBody', { classCode: 'DOCBODY', moodCode: 'EVN' },
      v3('text', { mediaType: 'application/pdf', representation: 'B64' }, encodeBase64(pdf)))));
  return serialiseXml(root, { declaration: true });
};
