import { NcpError } from '@ncp/domain';
import type { ExchangeContext } from './context.js';

/** A message that names a home community must name ours (UC-A1 4.1). @throws NcpError NCP_IHE_RECEIVER */
export function requireOurHome(context: ExchangeContext, home: string | undefined): void {
  if (home !== undefined && home !== context.gateway.policy.homeCommunityId) throw new NcpError('NCP_IHE_RECEIVER');
}

/** The sender's home community must be that of the country its TLS certificate proves (decisions D69). @throws NcpError NCP_IHE_SENDER */
export function requirePeerHome(context: ExchangeContext, home: string): void {
  if (context.gateway.countries.get(context.peer.country)?.homeCommunityId !== home) throw new NcpError('NCP_IHE_SENDER');
}
