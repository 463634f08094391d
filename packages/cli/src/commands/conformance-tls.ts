import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { NcpError } from '@ncp/domain';
import { readinessFor, tlsMarkdown, tlsTable } from '@ncp/conformance';
import type { RunManifest } from '../deployment/manifest.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { layoutIn } from '../layout.js';
import type { Output } from '../output.js';

/** The two that may be offered (wire-contract 1.6). */
const PROTOCOLS: readonly string[] = ['TLS 1.2', 'TLS 1.3'];

/**
 * What NCP-A of a running deployment offers and refuses, asked with openssl's own client one by one. Exit 1 when it offers an old
 * protocol, renegotiation, compression, resumption, or an answer to a client without certificate.
 * @throws NcpError NCP_CLI_NOT_RUNNING, NCP_CLI_PROCESS without openssl
 */
export async function conformanceTlsCommand(output: Output, { state, report }: { readonly state: string; readonly report?: string }): Promise<ExitCode> {
  const { manifest: file } = layoutIn(state);
  if (!existsSync(file)) throw new NcpError('NCP_CLI_NOT_RUNNING', { state });
  if (!readinessFor('openssl').ready) throw new NcpError('NCP_CLI_PROCESS', { process: 'openssl' });
  const { services, trust, countries } = JSON.parse(readFileSync(file, 'utf8')) as RunManifest;
  const [peer] = Object.values(countries);
  const { hostname, port } = new URL(services.ncpA.url);
  const rows = await tlsTable({
    host: hostname, port: Number(port), authority: trust.ca, ...(peer === undefined ? {} : { certificate: peer.tlsClient.cert, key: peer.tlsClient.key }),
  });
  for (const { group, what, offered, detail } of rows) output.line(`${offered ? 'offered' : 'refused'}  ${group.padEnd(17)} ${what.padEnd(38)} ${detail}`);
  const wrong = rows.filter(({ group, what, offered }) => offered && (group === 'feature' || (group === 'protocol' && !PROTOCOLS.includes(what))));
  const offered = rows.filter((row) => row.offered).length;
  if (report !== undefined) writeFileSync(report, tlsMarkdown(rows));
  output.line(`${String(offered)} offered, ${String(rows.length - offered)} refused${wrong.length === 0 ? '' : `; must not be offered: ${wrong.map(({ what }) => what).join(', ')}`}`);
  output.result({ ok: wrong.length === 0, rows });
  return wrong.length === 0 ? EXIT.ok : EXIT.negative;
}
