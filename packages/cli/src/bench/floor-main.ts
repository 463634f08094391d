import { readFileSync } from 'node:fs';
import { instantFromEpoch } from '@ncp/domain';
import type { PkiIndex } from '@ncp/certs';
import { readBody, refuse, serveMutualTls } from '@ncp/transport';
import { loadTrust, readTrustDirectory } from '@ncp/trust';
import { readRecording } from './recording.js';

// The floor: the gateway's own mutual-TLS server, with its limits and its trust, that reads a request to its end and gives the
// recorded answer. Arguments: index.json of the PKI, folder of the recording, offset of the clock in milliseconds.
const [index = '', folder = '', offset = '0'] = process.argv.slice(2);
const pki = JSON.parse(readFileSync(index, 'utf8')) as PkiIndex;
const sweden = pki.countries['SE'];
if (sweden === undefined) throw new TypeError('the PKI lacks SE');
const trust = await loadTrust(await readTrustDirectory(pki.trust));
const answers = readRecording(folder);
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const server = await serveMutualTls({
  host: '127.0.0.1', port: 0,
  tls: { certificatePem: readFileSync(sweden.tlsServer.certificate, 'utf8'), keyPem: readFileSync(sweden.tlsServer.key, 'utf8'), authorities: trust.authorities },
  admit: (der) => trust.peer(der, instantFromEpoch(Date.now() + Number(offset))),
  handler: (request, response) => {
    const answer = answers[Number(request.headers['x-exchange'] ?? '0')];
    readBody(request, MAX_BODY_BYTES).then(() => {
      if (answer === undefined) return refuse(response, 404);
      response.writeHead(200, { 'content-type': answer.contentType, 'content-length': String(answer.response.length) }).end(answer.response);
    }, () => { refuse(response, 400); });
  },
});
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
process.on('SIGTERM', () => { void server.close(0).then(() => process.exit(0)); });
