import { formatDocumentId, utc } from '@ncp/domain';
import { renderPdf, MARGIN, type PdfFont } from '../pdf/open-pdf.js';
import { drawColumns, drawFooters, drawGroups, drawTitle, type Emphasis, type Pen } from '../pdf/page.js';
import { refuseErrors } from './encode-header.js';
import type { EPrescription, FactGroup } from './model.js';

/** What the person at the counter looks for first: whom it is for, what, how, how much. */
const EMPHASISED: Emphasis = new Set(['patientname', 'patientid', 'name', 'strength', 'pinst', 'quantity']);
const BESIDE_EACH_OTHER: ReadonlySet<string> = new Set(['patient', 'prescriber']);
const isBeside = ({ id }: FactGroup): boolean => BESIDE_EACH_OTHER.has(id);

/**
 * Renders the model for people: Swedish with English labels, the facts of level 3 and of its header, laid out as a
 * prescription on A4. Made as PDF/A-1b (not certified). The same input gives the same bytes.
 * @throws NcpError NCP_CDA_MAPPING_REQUIRED, NCP_CDA_NOT_EXPRESSIBLE when the model may not be released
 */
export const renderPrescriptionPdf = async (model: EPrescription, font: PdfFont): Promise<Uint8Array> => {
  refuseErrors(model);
  return renderPdf({ title: `eHDSI ePrescription ${model.level1Id.extension ?? ''}`, time: model.effectiveTime }, font, (pdf) => {
    const pen: Pen = { pdf, y: MARGIN };
    drawTitle(pen, 'E-recept / ePrescription', model.title);
    drawColumns(pen, model.headerFacts.filter(isBeside), EMPHASISED);
    drawGroups(pen, [...model.facts, ...model.headerFacts.filter((group) => !isBeside(group))], EMPHASISED);
    drawFooters(pdf, `${formatDocumentId(model.level1Id)}    ${utc(model.effectiveTime)}`);
  });
};
