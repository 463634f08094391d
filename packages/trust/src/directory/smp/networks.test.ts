import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { allowedNetworks } from './networks.js';

describe('allowed networks', () => {
  const allows = (url: string): boolean => allowedNetworks(['10.1.0.0/16', '192.0.2.7/32', '2001:db8::/32', '2001:db9::1/128', '.ehealth.example'])(url);

  it.each([
    'https://10.1.0.0/', 'https://10.1.255.255/x', 'https://192.0.2.7:8443/', 'https://[2001:db8::1]/', 'https://[2001:db9::1]/', 'https://ncp.ehealth.example/', 'https://a.b.EHEALTH.example/',
  ])('TLS-23 hold %s', (url) => { expect(allows(url)).toBe(true); });

  it.each([
    'https://10.0.255.255/', 'https://10.2.0.0/', 'https://192.0.2.8/', 'https://[2001:db7::1]/', 'https://[2001:db9::2]/', 'https://ehealth.example/', 'https://.ehealth.example/', 'https://xehealth.example/',
    'https://ehealth.example.org/', 'https://[::ffff:11.1.0.1]/', 'nowhere', '',
  ])('TLS-23 do not hold %s', (url) => { expect(allows(url)).toBe(false); });

  it('hold nothing when none is named, and a range of everything holds all addresses of its kind', () => {
    expect(allowedNetworks([])('https://10.1.2.3/')).toBe(false);
    const every = allowedNetworks(['0.0.0.0/0']);
    expect(['https://203.0.113.9/', 'https://[2001:db8::1]/', 'https://a.example/'].map(every)).toEqual([true, false, false]);
  });

  it.each(['10.1.2.3', '10.1.0.0/', '10.1.0.0/33', '10.1.0.0/1x', '10.1.0.0/-1', '10.1.0.0/0016', '2001:db8::/129', 'ten/8', 'example.org', '*', ''])('are refused with %j', (entry) => {
    try {
      allowedNetworks([entry]);
    } catch (error) {
      expect(error instanceof NcpError ? [error.code, error.details['reason']] : error).toEqual(['NCP_CONFIG_INVALID', 'range-or-domain']);
      return;
    }
    throw new Error('was taken');
  });
});
