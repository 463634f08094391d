import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signCountryRecord } from '@ncp/trust';
import { ROOT, type Layout } from '../layout.js';
import { ABROAD_PORTS, abroadUrl, type AbroadCode } from './manifest.js';
import type { Ports } from './ports.js';
import { writeWhole } from './processes.js';

/** The end points in the shipped records are examples at such hosts. */
const EXAMPLE = /https:\/\/ncp\.example\.[a-z]{2}\b/g;

/** The operator's key of a demonstration; kept, so that records stay signed from one start to the next. */
function ensureKey({ directoryKey, directoryPublicKey }: Layout): string {
  if (!existsSync(directoryKey) || !existsSync(directoryPublicKey)) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeWhole(directoryKey, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    writeWhole(directoryPublicKey, String(publicKey.export({ type: 'spki', format: 'pem' })));
  }
  return readFileSync(directoryKey, 'utf8');
}

/** The shipped records with the addresses of the simulated countries put in, signed. NCP-B sees them change. */
export function writeDirectory(layout: Layout, ports: Ports): void {
  const key = ensureKey(layout);
  for (const code of Object.keys(ABROAD_PORTS) as AbroadCode[]) {
    const shipped = readFileSync(join(ROOT, 'infra', 'countries', `${code}.yaml`), 'utf8');
    const record = shipped.replaceAll(EXAMPLE, abroadUrl(ports, code));
    const file = join(layout.directory, `${code}.yaml`);
    writeWhole(`${file}.sig`, signCountryRecord(Buffer.from(record, 'utf8'), key));
    writeWhole(file, record);
  }
}
