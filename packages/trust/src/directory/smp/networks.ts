import { BlockList, isIP } from 'node:net';
import { NcpError } from '@ncp/domain';

/** Where end points may be: address ranges (`10.1.0.0/16`) and domains with everything below them (`.ehealth.example`). */
export type Networks = (url: string) => boolean;

/** An empty list allows nothing: a record must not lead us into our own network. @throws NcpError NCP_CONFIG_INVALID */
export function allowedNetworks(entries: readonly string[]): Networks {
  const ranges = new BlockList();
  const domains: string[] = [];
  for (const entry of entries) {
    const [address = '', prefix = ''] = entry.split('/');
    const kind = isIP(address);
    if (entry.startsWith('.')) domains.push(entry.toLowerCase());
    else if (kind !== 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (kind === 4 ? 32 : 128)) ranges.addSubnet(address, Number(prefix), kind === 4 ? 'ipv4' : 'ipv6');
    else throw new NcpError('NCP_CONFIG_INVALID', { setting: 'networks', reason: 'range-or-domain' });
  }
  return (text) => {
    const host = (URL.parse(text)?.hostname ?? '').replace(/^\[|\]$/g, '').toLowerCase();
    const kind = isIP(host);
    return kind === 0 ? domains.some((domain) => host.endsWith(domain) && host.length > domain.length) : ranges.check(host, kind === 4 ? 'ipv4' : 'ipv6');
  };
}
