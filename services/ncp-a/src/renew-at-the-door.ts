import type { MutualTlsServer, ServerTls } from '@ncp/transport';
import type { Renewable } from '@ncp/trust';

interface Door {
  readonly listening: Pick<MutualTlsServer, 'replaceTls' | 'recheckPeers'>;
  readonly tls: () => ServerTls;
}

/**
 * Puts new files in force where connections come in. One country's bad file is thrown when the others are renewed already: who is
 * not trusted any more loses the connection all the same, and no trouble with our own end keeps it.
 */
export async function renewAtTheDoor({ what, renew }: Pick<Renewable, 'what' | 'renew'>, { listening, tls }: Door): Promise<void> {
  // The seal opens no connection.
  if (what === 'seal') return renew();
  try {
    await renew();
  } finally {
    try {
      listening.replaceTls(tls());
    } finally {
      listening.recheckPeers();
    }
  }
}
