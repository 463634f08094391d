import { NcpError, formatCx, type ClassCode } from '@ncp/domain';
import { validateAssertions } from '@ncp/saml';
import type { Envelope } from '@ncp/soap';
import type { AssertedContext, ExchangeContext, TreatmentContext } from './context.js';
import { countUse } from './count-use.js';
import { inOneForm } from './person.js';

/**
 * Verifies the assertions for a class of document, or for any of them while it is not known, then admits the message to
 * the replay memory. Only after both does anything national happen (decisions D60, D62). What asks for data is not even admitted
 * while events wait too long for the audit repository, so that the same message may come again (AUD-14).
 * @throws NcpError NCP_SAML_*, NCP_DSIG_*, NCP_XSW_*, NCP_TRUST_*, NCP_SOAP_DUPLICATE, NCP_AUDIT_UNAVAILABLE, NCP_STORE_UNAVAILABLE
 */
export async function assertContext(context: ExchangeContext, envelope: Envelope, classCode?: ClassCode): Promise<AssertedContext> {
  const { gateway, peer, transaction, proven } = context;
  const now = gateway.surroundings.now();
  const validated = await gateway.observer.step('assertions', async () => validateAssertions(envelope.security, {
    ...(classCode === undefined ? {} : { classCode }), transaction, peer: peer.country, now, policy: gateway.saml,
    resolveSigner: (der) => gateway.resolveSigner(der, now), memory: gateway.verifications,
  }));
  // Whoever it was is known from here on, also to the record of a message that is refused as a repetition.
  proven.hcp = validated.hcp.value;
  if (validated.trc !== undefined) proven.patient = formatCx(inOneForm(context, validated.trc.value.patient));
  if (transaction !== 'ITI-41') await gateway.forwarding.prove();
  const admission = await gateway.observer.step('replay', () => gateway.replay.admit({
    peer: peer.country, messageId: context.messageId, bytesHash: context.requestHash, assertions: validated.uses, now,
  }));
  if (admission === 'reused') {
    // A portal that keeps one assertion for all it does, or somebody who got hold of it (RS SAML-44).
    gateway.observer.alarm('NCP_SAML_REUSE', { exchange: context.id, country: peer.country });
    throw new NcpError('NCP_SAML_REUSE');
  }
  if (admission === 'first' || admission === 'repeat') proven.admitted = true;
  // A dispensation's repetition gets the recorded outcome from the ledger, whatever its framing; a query's is refused.
  else if (transaction !== 'ITI-41') throw new NcpError('NCP_SOAP_DUPLICATE');
  countUse(context, 'point-of-care', validated.hcp.value.organisationId ?? validated.hcp.value.locality);
  if (proven.patient !== undefined) countUse(context, 'patient', proven.patient);
  return {
    ...context,
    hcp: validated.hcp.value,
    ...(validated.trc === undefined ? {} : { trc: validated.trc.value }),
    admission,
  };
}

/** As `assertContext`, for the transactions that need a treatment relationship. */
export async function assertTreatment(context: ExchangeContext, envelope: Envelope, classCode?: ClassCode): Promise<TreatmentContext> {
  const asserted = await assertContext(context, envelope, classCode);
  if (asserted.trc === undefined) throw new NcpError('NCP_SAML_TRC_MISSING');
  return { ...asserted, trc: asserted.trc };
}

/**
 * Other bytes under a MessageID that was used: what the ledger does not know already is refused (decisions D62). A stack
 * that sends again may frame its parts anew, so this is asked only once the ledger was.
 * @throws NcpError NCP_SOAP_DUPLICATE
 */
export function requireSameBytes({ admission }: TreatmentContext): void {
  if (admission === 'other-bytes') throw new NcpError('NCP_SOAP_DUPLICATE');
}
