import { NcpError, formatCx, type ClassCode } from '@ncp/domain';
import { validateAssertions } from '@ncp/saml';
import type { Envelope } from '@ncp/soap';
import type { AssertedContext, ExchangeContext, TreatmentContext } from './context.js';

/**
 * Verifies the assertions for a class of document, or for any of them while it is not known, then admits the message to the replay memory. Only after both does anything national
 * happen (decisions D60, D62).
 * @throws NcpError NCP_SAML_*, NCP_DSIG_*, NCP_XSW_*, NCP_TRUST_*, NCP_SOAP_DUPLICATE, NCP_STORE_UNAVAILABLE
 */
export async function assertContext(context: ExchangeContext, envelope: Envelope, classCode?: ClassCode): Promise<AssertedContext> {
  const { gateway, peer, transaction } = context;
  const now = gateway.surroundings.now();
  const validated = await gateway.observer.step('assertions', async () => validateAssertions(envelope.security, {
    ...(classCode === undefined ? {} : { classCode }), transaction, peer: peer.country, now, policy: gateway.saml,
    resolveSigner: (der) => gateway.resolveSigner(der, now),
  }));
  const admitted = await gateway.observer.step('replay', () => gateway.replay.admit({
    peer: peer.country, messageId: context.messageId, bytesHash: context.requestHash, assertions: validated.uses, now,
  }));
  if (admitted === 'reused') throw new NcpError('NCP_SAML_REUSE');
  // A dispensation's repetition gets the recorded outcome from the ledger; a query's is refused.
  if (admitted === 'other-bytes' || (admitted === 'duplicate' && transaction !== 'ITI-41')) throw new NcpError('NCP_SOAP_DUPLICATE');
  context.proven.hcp = validated.hcp.value;
  if (validated.trc !== undefined) context.proven.patient = formatCx(validated.trc.value.patient);
  return {
    ...context,
    hcp: validated.hcp.value,
    ...(validated.trc === undefined ? {} : { trc: validated.trc.value }),
  };
}

/** As `assertContext`, for the transactions that need a treatment relationship. */
export async function assertTreatment(context: ExchangeContext, envelope: Envelope, classCode?: ClassCode): Promise<TreatmentContext> {
  const asserted = await assertContext(context, envelope, classCode);
  if (asserted.trc === undefined) throw new NcpError('NCP_SAML_TRC_MISSING');
  return { ...asserted, trc: asserted.trc };
}
