import { nameUuid } from '@ncp/audit';
import { dispenseKeyText, productKey, type Dispensation, type DispenseKey } from '@ncp/domain';
import { hex, sha256, utf8 } from '@ncp/xml';

const hashOf = (text: string): string => hex(sha256(utf8(text)));

/** SHA-256, hex, of the exact document bytes: the same document, byte for byte. */
export const documentHash = (document: Uint8Array): string => hex(sha256(document));

/**
 * SHA-256, hex, of what was handed over, without the document's own ids and times of writing: some portals mint a new
 * document id when they retry, and then this stays the same (decisions D51).
 */
export const contentHash = (d: Dispensation): string =>
  hashOf(JSON.stringify([
    d.patientIds, d.prescriptionId, d.prescriptionItemId, d.quantity, d.handedOverAt, productKey(d.product),
    d.product.lotNumber, d.substituted, d.pharmacy.id, d.pharmacist.id,
  ]));

/** SHA-256, hex, of product and pack as the document names them (decisions D50). */
export const productHash = (d: Dispensation): string => hashOf(productKey(d.product));

/** SHA-256, hex, of the dispense key: its end is in NLLActorDispatchId (sweden-national 6.2). */
export const keyHash = (key: DispenseKey): string => hashOf(dispenseKeyText(key));

/** The namespace of our request ids; fixed for ever, or a repeat would look like a new request [local]. */
const REQUEST_NAMESPACE = '6f3b1a52-9a70-5c1e-8c26-2f0c5e3f7d11';

const inNamespace = (name: string): string => nameUuid(REQUEST_NAMESPACE, name);

/** x-request-id of the national call: UUID v5 of the dispense key, the same on every repeat (decisions G12). */
export const requestIdOf = (key: DispenseKey): string => inNamespace(`${key.country}|${dispenseKeyText(key)}`);

/** x-request-id of a reversal: one for each version that is reversed, so that a repeat is the same request to the list. */
export const reversalRequestId = (requestId: string, versionId: string): string => inNamespace(`${requestId}|backa|${versionId}`);
