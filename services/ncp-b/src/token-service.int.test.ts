import { readFile } from 'node:fs/promises';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, instantFromEpoch, SWEDEN_HOME_COMMUNITY_ID } from '@ncp/domain';
import { issueHcp, type Issuer } from '@ncp/exchange';
import { newExchangeId } from '@ncp/runtime';
import { startTreatmentWorld, type RawAnswer, type TreatmentWorld } from '@ncp/testkit';

const REQUEST = `<wst:RequestSecurityToken xmlns:wst="http://docs.oasis-open.org/ws-sx/ws-trust/200512">
  <wst:RequestType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue</wst:RequestType>
  <trc:TRCParameters xmlns:trc="https://ehdsi.eu/assertion/trc"><trc:PatientId>150385-9035^^^&amp;1.2.246.21&amp;ISO</trc:PatientId></trc:TRCParameters>
</wst:RequestSecurityToken>`;

describe('the token service over HTTPS', () => {
  let world: TreatmentWorld;
  beforeAll(async () => { world = await startTreatmentWorld({ configure: (config) => { config['ncpB'] = { ...(config['ncpB'] as object), sts: true }; } }); });
  afterAll(async () => { await world.stop(); });

  const envelope = (security: string): string =>
    `<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Header><MessageID xmlns="http://www.w3.org/2005/08/addressing">urn:uuid:3dfe5344-2b7e-490b-8a51-a93e7824a9c5</MessageID>`
    + `<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" S:mustUnderstand="1">${security}</wsse:Security></S:Header><S:Body>${REQUEST}</S:Body></S:Envelope>`;
  /** An identity assertion under the seal of that country. */
  async function identity(code: string): Promise<string> {
    const seal = world.pki.countries[code]?.seal;
    const now = instantFromEpoch(Date.now());
    const issuer: Issuer = {
      country: countryCode('SE'), homeCommunityId: SWEDEN_HOME_COMMUNITY_ID,
      seal: { key: createPrivateKey(await readFile(seal?.key ?? '')), certificateDer: new Uint8Array(new X509Certificate(await readFile(seal?.certificate ?? '')).raw) },
      surroundings: { now: () => now, exchangeId: () => newExchangeId(Date.now()), uuid: () => crypto.randomUUID() },
    };
    return issueHcp(issuer, {
      subject: 'u1', name: 'Anna Apotekare', legitimationCode: '920007', professionCode: 'AP', gln: '7350045511119', organisation: 'Testapoteket',
      assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI', authenticatedAt: now, until: addMs(now, 3_600_000),
    }, 'TREATMENT').xml;
  }
  const ask = (body: string): Promise<RawAnswer> => world.with().raw('POST', '/sts/trc', { body, headers: { 'content-type': 'application/soap+xml; charset=utf-8' } });

  it('gives a treatment relationship to who brings an assertion under the Swedish seal', async () => {
    const { status, bytes, headers } = await ask(envelope(await identity('SE')));
    expect(status).toBe(200);
    expect(bytes.toString()).toContain('RequestedSecurityToken');
    expect(await world.recorded(headers['x-exchange-id'] ?? '')).toMatchObject([{ event: 'EHDSI-92', outcome: 0 }]);
  });

  it('gives nothing to a stranger, to nobody, and to what is no envelope', async () => {
    for (const body of [envelope(await identity('FI')), envelope(''), '<a/>', 'x'.repeat(300_000)]) {
      const { status, bytes } = await ask(body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(bytes.toString()).not.toContain('RequestedSecurityToken');
    }
  });
});
