import {
  checkDocument, encodePrescription, encodePrescriptionLevel1, encodeSummary, encodeSummaryLevel1,
  type EPrescription, type PatientSummaryDocument,
} from '@ncp/cda';
import { ERROR_REGISTRY, NcpError, type DocumentLevel } from '@ncp/domain';
import { parseOwn } from '@ncp/xml';
import type { ExchangeContext } from './context.js';
import type { SummaryService } from './gateway.js';

/**
 * The bytes of one document, held against the rules of the release before anybody sees them (UC-A3 step 6).
 * @throws NcpError NCP_CDA_MAPPING_REQUIRED when the model may not be released, NCP_CDA_RULE (with an alarm) when the
 *   document breaks a rule: that is a fault of ours
 */
export async function renderDocument(context: ExchangeContext, model: EPrescription, level: DocumentLevel): Promise<Uint8Array> {
  requireReleasable(model);
  return checked(context, async () =>
    level === 'L3' ? encodePrescription(model) : encodePrescriptionLevel1(model, await context.gateway.renderPdf(model)));
}

/** As `renderDocument`, for a Patient Summary (UC-A6). */
export async function renderSummary(context: ExchangeContext, service: SummaryService, model: PatientSummaryDocument, level: DocumentLevel): Promise<Uint8Array> {
  requireReleasable(model);
  return checked(context, async () =>
    level === 'L3' ? encodeSummary(model) : encodeSummaryLevel1(model, await service.renderPdf(model)));
}

async function checked({ gateway, id }: ExchangeContext, write: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const bytes = await gateway.observer.step('render', write);
  const broken = checkDocument(parseOwn(bytes)).find((finding) => finding.severity === 'error');
  if (broken !== undefined) {
    gateway.observer.alarm('NCP_CDA_RULE', { exchange: id, rule: broken.rule ?? '' });
    throw new NcpError('NCP_CDA_RULE', { rule: broken.rule ?? '' });
  }
  return bytes;
}

/** Whatever keeps a document at home, the refusal is an error: beside no document a warning would look like success (D26). */
export function requireReleasable({ findings }: Pick<EPrescription, 'findings'>): void {
  const blocking = findings.find((finding) => finding.severity === 'error');
  if (blocking === undefined) return;
  const { code, rule } = blocking;
  throw new NcpError(ERROR_REGISTRY[code].severity === 'error' ? code : 'NCP_CDA_MAPPING_REQUIRED', rule === undefined ? {} : { rule });
}
