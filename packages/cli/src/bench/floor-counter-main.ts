import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PkiIndex } from '@ncp/certs';
import { httpClient, readBody, refuse, serveTls } from '@ncp/transport';
import { readRecording } from './recording.js';

// The floor of the national API: the gateway's own TLS server with its limits, that reads a request to its end, sends the
// recorded message through the gateway's own mutual-TLS client to a server that does nothing (`floor-main`), reads the recorded
// answer to its end, and gives the recorded answer of the API. Nothing is parsed, signed, checked or stored.
// Arguments: index.json of the PKI, folder of the recording (`api`, `country`), address of the server that does nothing.
const [index = '', folder = '', url = ''] = process.argv.slice(2);
const { countries } = JSON.parse(readFileSync(index, 'utf8')) as PkiIndex;
const [sweden, client] = [countries['SE'], countries['FI']?.tlsClient];
if (sweden === undefined || client === undefined) throw new TypeError('the PKI lacks SE or FI');
const [calls, messages] = [readRecording(join(folder, 'api')), readRecording(join(folder, 'country'))];
const text = (file: string): string => readFileSync(file, 'utf8');
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const TIMES = { connectTimeoutMs: 5_000, answerTimeoutMs: 60_000, maxAnswerBytes: MAX_BODY_BYTES };
const PLENTY = 2_000;
const http = httpClient({ tls: { authorities: [text(sweden.ca.certificate)], identity: { certificatePem: text(client.certificate), keyPem: text(client.key) } } });

async function askCountry(transaction: string): Promise<void> {
  const at = messages.findIndex((one) => one.transaction === transaction);
  const message = messages[at];
  if (message === undefined) return;
  await http.request({ method: 'POST', url, headers: { 'content-type': message.requestType, 'x-exchange': String(at) }, body: message.request, ...TIMES });
}

const server = await serveTls({
  host: '127.0.0.1', port: 0, limits: { connectionsPerPeer: PLENTY, requestsPerPeer: PLENTY },
  tls: { certificatePem: text(sweden.tlsServer.certificate), keyPem: text(sweden.tlsServer.key) },
  handler: (request, response) => {
    const call = calls[Number(request.headers['x-exchange'] ?? '0')];
    readBody(request, MAX_BODY_BYTES).then(async () => {
      if (call === undefined) return refuse(response, 404);
      await askCountry(call.transaction);
      response.writeHead(200, { 'content-type': call.contentType, 'content-length': String(call.response.length) }).end(call.response);
    }).catch(() => { refuse(response, 400); });
  },
});
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
process.on('SIGTERM', () => {
  http.close();
  void server.close(0).then(() => process.exit(0));
});
