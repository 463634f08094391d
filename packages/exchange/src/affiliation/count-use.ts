import type { ExchangeContext } from './context.js';
import type { Counted } from './fair-use.js';

/** Counts one message; one too many is an alarm and changes nothing else. */
export function countUse({ gateway, id, peer, receivedAt }: ExchangeContext, counted: Counted, subject: string): void {
  if (!gateway.fairUse.exceeded(counted, `${peer.country}|${subject}`, receivedAt)) return;
  gateway.observer.alarm('NCP_IHE_FAIR_USE', { exchange: id, country: peer.country, counted });
}
