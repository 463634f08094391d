import { makePki } from '@ncp/certs';
import { NcpError } from '@ncp/domain';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

export async function certsCommand(output: Output, options: { readonly out: string; readonly countries: string; readonly clock?: string }): Promise<ExitCode> {
  const countries = options.countries.split(',').map((code) => code.trim().toUpperCase());
  if (countries.some((code) => !/^[A-Z]{2}$/.test(code))) throw new NcpError('NCP_CLI_USAGE', { option: '--countries', needed: 'two letters each' });
  output.progress('making keys, certificates and revocation lists');
  const index = await makePki({ outDir: options.out, now: new Date(), countries, ...(options.clock === undefined ? {} : { alsoAt: [new Date(options.clock)] }) });
  for (const { country, ca, tlsServer, tlsClient, seal } of Object.values(index.countries)) {
    output.line(country);
    for (const [name, pair] of Object.entries({ ca, tlsServer, tlsClient, seal })) output.line(`  ${name.padEnd(10)} ${pair.subject.padEnd(60)} ${pair.certificate}`);
  }
  output.line(`${index.directory}/index.json names them all, the bad ones too. Never enrol these certificates anywhere.`);
  output.result({ ok: true, ...index });
  return EXIT.ok;
}
