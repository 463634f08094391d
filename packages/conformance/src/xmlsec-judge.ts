import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion';

/**
 * What xmlsec1, the third implementation, says of a signature of a document, the first or the `nth` from 1: `verified`, or its
 * complaint. The key is taken from the given certificate (PEM), never from the document.
 */
export async function verdictOfXmlsec(xml: Uint8Array, certificatePem: string, nth = 1): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ncp-xmlsec-'));
  try {
    const [document, certificate] = [join(folder, 'document.xml'), join(folder, 'certificate.pem')];
    await writeFile(document, xml);
    await writeFile(certificate, certificatePem);
    await promisify(execFile)('xmlsec1', ['--verify', '--pubkey-cert-pem', certificate, '--id-attr:ID', ASSERTION, '--node-xpath', `(//*[local-name()='Signature'])[${String(nth)}]`, document]);
    return 'verified';
  } catch (error) {
    return (error as { readonly stderr?: string }).stderr ?? String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
