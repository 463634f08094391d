import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IDENTIFIER_ROOTS, SWEDEN_HOME_COMMUNITY_ID } from '@ncp/domain';
import { signCountryRecord } from '@ncp/trust';

/** The records that are shipped, with example addresses in them. */
const SHIPPED = fileURLToPath(new URL('../../../../infra/countries/', import.meta.url));
const EXAMPLE = /https:\/\/ncp\.example\.[a-z]{2}\b/g;

/** A signed country directory for a test. */
export interface CountryRecords {
  readonly folder: string;
  readonly publicKey: string;
  /** Writes and signs one record; `change` alters its text. */
  write(code: string, text: string): Promise<void>;
  /** The shipped record of a country, at this address. */
  shipped(code: string, url: string): Promise<string>;
}

export async function countryRecords(base: string): Promise<CountryRecords> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const [folder, publicKeyFile] = [join(base, 'countries'), join(base, 'countries.pub')];
  await mkdir(folder, { recursive: true });
  await writeFile(publicKeyFile, String(publicKey.export({ type: 'spki', format: 'pem' })));
  return {
    folder, publicKey: publicKeyFile,
    async write(code, text) {
      const file = join(folder, `${code}.yaml`);
      await writeFile(`${file}.sig`, signCountryRecord(Buffer.from(text, 'utf8'), key));
      await writeFile(file, text);
    },
    shipped: async (code, url) => (await readFile(join(SHIPPED, `${code}.yaml`), 'utf8')).replaceAll(EXAMPLE, url),
  };
}

/** Sweden as another country would know her: our own NCP-A. JSON is YAML. */
export const swedishRecord = (url: string): string => JSON.stringify({
  code: 'SE', name: { sv: 'Sverige', en: 'Sweden' }, homeCommunityId: SWEDEN_HOME_COMMUNITY_ID, language: 'sv-SE', zone: 'Europe/Stockholm',
  endpoints: { identify: `${url}/ncp/xcpd`, query: `${url}/ncp/xca`, retrieve: `${url}/ncp/xca`, submit: `${url}/ncp/xdr` },
  mask: {
    patient: [
      { key: 'nationalId', kind: 'identifier', label: { sv: 'Personnummer', en: 'Personal number' }, domain: IDENTIFIER_ROOTS.personnummer, format: '^[0-9]{12}$' },
      { key: 'birthDate', kind: 'birth-date', label: { sv: 'Födelsedatum', en: 'Date of birth' }, mandatory: false },
    ],
  },
  notice: { sv: 'Provet frågar Sverige.', en: 'The test asks Sweden.' }, services: ['ePrescription'],
});
