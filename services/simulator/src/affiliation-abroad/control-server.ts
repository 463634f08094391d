import { createServer } from 'node:http';
import express, { type Request, type Response } from 'express';
import type { CountryAbroad } from './country.js';
import { CERTIFICATE_FAULTS, isTransaction, PERSONALITY_KINDS, readPersonality } from './personality.js';

/** The control interface of all countries over HTTP. */
export interface AbroadControlServer {
  readonly url: string;
  close(): Promise<void>;
}

type Body = Readonly<Record<string, unknown>>;
const bodyOf = (request: Request): Body => (typeof request.body === 'object' && request.body !== null ? request.body as Body : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const bad = (response: Response, hint: string): void => { response.status(400).json({ error: hint }); };

const isLoopback = (address: string | undefined): boolean => address !== undefined && (address === '::1' || /^(::ffff:)?127\./.test(address));

/** Persons are named by key, never by number, here as everywhere in a path. */
const personView = ({ patient, situation, summary }: ReturnType<CountryAbroad['control']['persons']>[number]): object =>
  ({ key: patient.key, id: patient.id, given: patient.given, family: patient.family, gender: patient.gender, birthDate: patient.birthDate, situation, summary: summary !== undefined });

/** Loopback only; `/{cc}/persons`, `/{cc}/personality` and so on. */
export async function startAbroadControl(countries: readonly CountryAbroad[], options: { readonly host?: string; readonly port?: number } = {}): Promise<AbroadControlServer> {
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    if (isLoopback(request.socket.remoteAddress)) next();
    else response.status(403).json({ error: 'loopback only' });
  });
  app.use(express.json());
  app.get('/', (_request, response) => { response.json(countries.map(({ country, url }) => ({ country: country.code, url, homeCommunityId: country.homeCommunityId }))); });
  for (const { country, control } of countries) {
    const at = (path: string): string => `/${country.code}/${path}`;
    app.get(at('persons'), (_request, response) => { response.json(control.persons().map(personView)); });
    app.get(at('prescriptions'), (_request, response) => { response.json(control.prescriptions()); });
    app.get(at('counters'), (_request, response) => { response.json(control.counters()); });
    app.get(at('personality'), (_request, response) => { response.json(control.personality()); });
    app.get(at('dispensation'), (request, response) => {
      const found = control.dispensation(new URL(request.originalUrl, 'http://localhost').searchParams.get('id') ?? '');
      if (found === undefined) response.status(404).json({ error: 'id' });
      else response.type('application/xml').send(Buffer.from(found));
    });
    app.get(at('exchange'), (request, response) => {
      const transaction = new URL(request.originalUrl, 'http://localhost').searchParams.get('transaction');
      const found = isTransaction(transaction) ? control.lastExchange(transaction) : undefined;
      const view = ({ contentType, body }: { readonly contentType: string; readonly body: Uint8Array }): object => ({ contentType, base64: Buffer.from(body).toString('base64') });
      if (found === undefined) response.status(404).json({ error: 'transaction' });
      else response.json({ request: view(found.request), response: view(found.response) });
    });
    app.post(at('persons'), (request, response) => {
      try {
        response.status(201).json(personView(control.newcomer(text(bodyOf(request)['like']) ?? '')));
      } catch {
        // The only thing that can be wrong.
        bad(response, 'like: key of a person');
      }
    });
    app.post(at('personality'), async (request, response) => {
      const given: unknown = request.body;
      const all = (Array.isArray(given) ? given : [given]).map(readPersonality);
      const good = all.filter((one) => one !== undefined);
      if (good.length < all.length) { bad(response, `kind: ${PERSONALITY_KINDS.join(', ')}; times, only, ms, good, bad, bytes; fault: ${CERTIFICATE_FAULTS.join(', ')}`); return; }
      await control.setPersonality(...good);
      response.json(control.personality());
    });
    app.post(at('prescriptions'), (request, response) => {
      const { person, like } = bodyOf(request);
      try {
        response.status(201).json(control.prescribe(text(person) ?? '', text(like)));
      } catch {
        // The only thing that can be wrong.
        bad(response, 'person, like: keys of persons that have a prescription');
      }
    });
    app.post(at('defer'), (request, response) => {
      const { ms } = bodyOf(request);
      if (typeof ms !== 'number' || ms < 0) { bad(response, 'ms'); return; }
      control.setDeferMs(ms);
      response.status(204).end();
    });
    app.post(at('reset'), async (_request, response) => {
      await control.reset();
      response.status(204).end();
    });
  }
  const server = createServer(app);
  const host = options.host ?? '127.0.0.1';
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port ?? 0);
    });
  });
  return {
    url: `http://${host}:${String(port)}`,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}
