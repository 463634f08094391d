import { readFile } from 'node:fs/promises';
import { NcpError } from '@ncp/domain';
import { fingerprintOf } from '../../certificate.js';
import { derBlocks } from '../../trust-config.js';
import { Discovery, type DiscoveryOptions } from './discovery.js';
import { allowedNetworks } from './networks.js';

/** Fingerprints of the certificates in these files. @throws NcpError NCP_CONFIG_FILE */
async function signersIn(files: readonly string[]): Promise<ReadonlySet<string>> {
  const read = async (path: string): Promise<readonly string[]> => {
    try {
      return derBlocks(new Uint8Array(await readFile(path))).map(fingerprintOf);
    } catch (error) {
      throw new NcpError('NCP_CONFIG_FILE', { path }, error);
    }
  };
  return new Set((await Promise.all(files.map(read))).flat());
}

/** An SMP as configurations name it. */
export interface ConfiguredSmp {
  readonly url: string;
  /** Files of the certificates that may sign records. */
  readonly signers: readonly string[];
  readonly networks: readonly string[];
}

/** @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID */
export const discoveryIn = async (smp: ConfiguredSmp, parts: Omit<DiscoveryOptions, 'url' | 'signers' | 'networks'>): Promise<Discovery> =>
  new Discovery({ ...parts, url: smp.url, signers: await signersIn(smp.signers), networks: allowedNetworks(smp.networks) });
