import { formatDocumentId, utc } from '@ncp/domain';
import { renderPdf, MARGIN, type PdfFont } from '../pdf/open-pdf.js';
import { drawColumns, drawFooters, drawGroups, drawTitle, type Emphasis, type Pen } from '../pdf/page.js';
import { refuseErrors } from '../building/header.js';
import type { EPrescription, FactGroup } from './model.js';

export type { PdfFont } from '../pdf/open-pdf.js';

/** What the person at the counter looks for first: whom it is for, what, how, how much. */
const EMPHASISED: Emphasis = new Set(['patientname', 'patientid', 'name', 'strength', 'pinst', 'quantity']);
/** Side by side: whom it is for and who wrote it at the top, where it comes from at the end. */
const AT_TOP: ReadonlySet<string> = new Set(['patient', 'prescriber']);
const AT_END: ReadonlySet<string> = new Set(['source', 'custodian']);

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
    const groups: readonly FactGroup[] = [...model.headerFacts, ...model.facts];
    drawColumns(pen, groups.filter(({ id }) => AT_TOP.has(id)), EMPHASISED);
    drawGroups(pen, groups.filter(({ id }) => !AT_TOP.has(id) && !AT_END.has(id)), EMPHASISED);
    drawColumns(pen, groups.filter(({ id }) => AT_END.has(id)), EMPHASISED);
    drawFooters(pdf, `${formatDocumentId(model.level1Id)}    ${utc(model.effectiveTime)}`);
  });
};
