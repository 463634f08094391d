import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient } from '@ncp/exchange';
import type { UnitOfLoad } from '../foreign/unit-of-load.js';
import type { Newcomer } from './newcomers.js';
import { timedClient, type CallTime } from './own-time.js';
import { PharmacyApi, type PharmacyApiOptions } from './pharmacy-api.js';

/** What a pharmacist does, in this order. `open`, `confirm`, `suggest`, `prepare` and `close` wait for nobody. */
export const COUNTER_OPERATIONS = ['open', 'identify', 'confirm', 'list', 'read', 'suggest', 'prepare', 'dispense', 'close'] as const;
export type CounterOperation = (typeof COUNTER_OPERATIONS)[number];

export interface VisitOfLoadOptions {
  readonly baseUrl: string;
  readonly http: HttpClient;
  readonly token: () => Promise<string>;
  /** Whom the visit is about: somebody new each time, to whom one thing is prescribed. */
  readonly newcomer: () => Promise<Newcomer>;
  /** How long the pharmacist reads, types and speaks after each answer; asked anew each time. */
  readonly pauseMs?: () => number;
  readonly told: (operation: CounterOperation, time: CallTime) => void;
  readonly onCall?: PharmacyApiOptions['onCall'];
}

interface Identified { readonly candidates: readonly { readonly index: number; readonly differs: boolean }[] }
interface Listed { readonly prescriptions: readonly { readonly key: string; readonly dispensable: { readonly answer: string } }[] }
interface Suggested { readonly suggestions: readonly { readonly article: { readonly nplPackId: string } }[] }
interface Prepared { readonly checks: readonly { readonly id: string; readonly level: string }[] }

/** One whole visit to the counter: one package of the first suggestion is dispensed. */
export function visitOfLoad({ baseUrl, http, token, newcomer, told, onCall, pauseMs }: VisitOfLoadOptions): UnitOfLoad {
  let last: CallTime | undefined;
  const api = new PharmacyApi({ baseUrl, http: timedClient(http, (time) => { last = time; }), token, ...(onCall === undefined ? {} : { onCall }) });
  const step = async <T>(operation: CounterOperation, answer: Promise<T>): Promise<T> => {
    const given = await answer;
    if (last !== undefined) told(operation, last);
    if (pauseMs !== undefined) await pause(pauseMs());
    return given;
  };
  const required = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(what);
    return value;
  };
  return {
    async run() {
      if (pauseMs !== undefined) await pause(pauseMs());
      const { country, traits } = await newcomer();
      const { id } = await step('open', api.post<{ readonly id: string }>('/visits', { country }));
      const visit = `/visits/${id}`;
      const { candidates } = await step('identify', api.post<Identified>(`${visit}/identify`, { traits }));
      const { index, differs } = required(candidates[0], 'identify');
      await step('confirm', api.post(`${visit}/confirm`, { candidate: index, idDocumentShown: true, patientInformed: true, ...(differs ? { difference: 'Stavas annorlunda.' } : {}) }));
      const { prescriptions } = await step('list', api.post<Listed>(`${visit}/prescriptions`, {}));
      const { key } = required(prescriptions.find(({ dispensable }) => dispensable.answer !== 'no'), 'list');
      await step('read', api.post(`${visit}/prescriptions/${key}/retrieve`));
      const { suggestions } = await step('suggest', api.get<Suggested>(`${visit}/prescriptions/${key}/suggestions`));
      const choice = { prescription: key, article: required(suggestions[0], 'suggest').article.nplPackId, packages: 1 };
      const { checks } = await step('prepare', api.post<Prepared>(`${visit}/dispensations/prepare`, choice));
      const acknowledged = checks.filter(({ level }) => level === 'acknowledge').map(({ id: check }) => check);
      await step('dispense', api.post(`${visit}/dispensations`, { ...choice, acknowledged }, { 'idempotency-key': randomUUID() }));
      await step('close', api.call('DELETE', visit));
    },
  };
}
