import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import type { ServerTls } from '@ncp/transport';
import { renewAtTheDoor } from './renew-at-the-door.js';

describe('new files where connections come in', () => {
  const done: string[] = [];
  const broken = (code: 'NCP_TRUST_CRL' | 'NCP_TRUST_KEY') => (): never => { throw new NcpError(code); };
  const renewed = async (what: string, { renew, replaceTls }: { readonly renew?: () => never; readonly replaceTls?: () => never } = {}): Promise<unknown> => {
    done.length = 0;
    const listening = {
      replaceTls: () => {
        replaceTls?.();
        done.push('tls');
      },
      recheckPeers: () => { done.push('peers'); },
    };
    try {
      await renewAtTheDoor({ what, renew: async () => {
        renew?.();
        done.push('renewed');
      } }, { listening, tls: () => ({}) as ServerTls });
      return done;
    } catch (error) {
      return [Reflect.get(Object(error), 'code'), ...done];
    }
  };

  it('TLS-42 are shown to who comes, and who is here is asked again', async () => {
    expect(await renewed('trust')).toEqual(['renewed', 'tls', 'peers']);
    expect(await renewed('seal')).toEqual(['renewed']);
  });

  it('TLS-42 that one country cannot be read, or our own end, keeps nobody here who is not trusted any more', async () => {
    expect(await renewed('trust', { renew: broken('NCP_TRUST_CRL') })).toEqual(['NCP_TRUST_CRL', 'tls', 'peers']);
    expect(await renewed('tls-server', { replaceTls: broken('NCP_TRUST_KEY') })).toEqual(['NCP_TRUST_KEY', 'renewed', 'peers']);
  });
});
