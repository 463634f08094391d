import { HttpFailure, type HttpAnswer, type HttpClient } from '@ncp/exchange';
import type { z } from 'zod';
import * as answers from './answers.js';
import type { Country, Dispensation, Identified, Mask, Prepared, Prescription, PrescriptionList, Article, SuggestionList, Visit } from './answers.js';
import { ApiProblem, ApiUnreachable } from './problem.js';

/** What goes out to dispense: the choice, as the API takes it. */
export interface DispenseRequest {
  readonly prescription: string;
  /** NPL pack id. */
  readonly article: string;
  readonly packages: number;
  readonly lotNumber?: string;
  /** Ids of the checks for which the pharmacist answers. */
  readonly acknowledged?: readonly string[];
}

export interface LateRequest extends DispenseRequest {
  readonly visit: string;
  /** Instant with offset. */
  readonly handedOverAt: string;
  readonly reason: string;
}

export interface Original {
  readonly bytes: Uint8Array;
  /** Codes that say what could not be proven about it. */
  readonly findings: readonly string[];
}

/**
 * The public API of ncp-b as one professional: nothing here that a pharmacy system could not do itself.
 * @throws ApiProblem what the API refuses, with its code; ApiUnreachable when no usable answer comes
 */
export interface TreatmentApi {
  countries(): Promise<readonly Country[]>;
  mask(country: string): Promise<Mask>;
  openVisit(country: string): Promise<Visit>;
  closeVisit(visit: string): Promise<void>;
  identify(visit: string, traits: Readonly<Record<string, string>>): Promise<Identified>;
  confirm(visit: string, chosen: { readonly candidate: number; readonly difference?: string }): Promise<Visit>;
  prescriptions(visit: string, documentFields: Readonly<Record<string, string>>): Promise<PrescriptionList>;
  prescription(visit: string, key: string): Promise<Prescription>;
  /** The original as the country sent it. */
  original(visit: string, key: string): Promise<Original>;
  suggestions(visit: string, key: string): Promise<SuggestionList>;
  products(query: { readonly name: string } | { readonly varunummer: string } | { readonly nplPackId: string }): Promise<readonly Article[]>;
  /** `late`: the checks for a hand-over that already happened. */
  prepare(visit: string, request: DispenseRequest & { readonly late?: boolean }): Promise<Prepared>;
  dispense(visit: string, request: DispenseRequest, idempotencyKey: string): Promise<Dispensation>;
  recordLate(request: LateRequest, idempotencyKey: string): Promise<Dispensation>;
  dispensations(): Promise<readonly Dispensation[]>;
  dispensation(id: string): Promise<Dispensation>;
  discard(id: string, reason: string): Promise<Dispensation>;
  release(id: string): Promise<Dispensation>;
}

const CONNECT_MS = 2000;
/** Longer than ncp-b waits for any country, so that its own word about the time limit reaches the pharmacist. */
const ANSWER_MS = 75_000;
const MAX_BYTES = 64 * 1024 * 1024;

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const parsed = (answer: HttpAnswer): unknown => {
  try {
    return JSON.parse(Buffer.from(answer.body).toString('utf8')) as unknown;
  } catch {
    throw new ApiUnreachable('answer');
  }
};

const refusalOf = (answer: HttpAnswer): Error => {
  if (answer.body.byteLength === 0) return new ApiUnreachable('answer');
  const problem = answers.problem.safeParse(parsed(answer));
  return problem.success ? new ApiProblem(problem.data) : new ApiUnreachable('answer');
};

/** @param url of ncp-b, without `/api/v1`. */
export function apiClient(http: HttpClient, url: string, accessToken: string): TreatmentApi {
  const root = `${url.replace(/\/$/, '')}/api/v1`;

  const send = async ({ method, path, body, accept = 'application/json', headers = {} }: Call): Promise<HttpAnswer> => {
    let answer: HttpAnswer;
    try {
      answer = await http.request({
        method, url: `${root}${path}`, connectTimeoutMs: CONNECT_MS, answerTimeoutMs: ANSWER_MS, maxAnswerBytes: MAX_BYTES,
        headers: { authorization: `Bearer ${accessToken}`, accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body), 'utf8') }),
      });
    } catch (error) {
      if (error instanceof HttpFailure) throw new ApiUnreachable(error.stage === 'not-sent' ? 'not-sent' : 'lost');
      throw error;
    }
    if (answer.status < 200 || answer.status > 299) throw refusalOf(answer);
    return answer;
  };
  const ask = async <S extends z.ZodType>(schema: S, call: Call): Promise<z.infer<S>> => {
    const answer = schema.safeParse(parsed(await send(call)));
    if (!answer.success) throw new ApiUnreachable('answer');
    return answer.data;
  };
  const part = encodeURIComponent;
  const visitPath = (visit: string, rest = ''): string => `/visits/${part(visit)}${rest}`;
  const retrieve = (visit: string, key: string): Call => ({ method: 'POST', path: visitPath(visit, `/prescriptions/${part(key)}/retrieve`) });

  return {
    countries: async () => (await ask(answers.countryList, { method: 'GET', path: '/countries' })).countries,
    mask: (country) => ask(answers.mask, { method: 'GET', path: `/countries/${part(country)}/mask` }),
    openVisit: (country) => ask(answers.visit, { method: 'POST', path: '/visits', body: { country } }),
    closeVisit: async (visit) => { await send({ method: 'DELETE', path: visitPath(visit) }); },
    identify: (visit, traits) => ask(answers.identified, { method: 'POST', path: visitPath(visit, '/identify'), body: { traits } }),
    confirm: (visit, chosen) => ask(answers.visit, { method: 'POST', path: visitPath(visit, '/confirm'), body: { ...chosen, idDocumentShown: true, patientInformed: true } }),
    prescriptions: (visit, documentFields) => ask(answers.prescriptionList, {
      method: 'POST', path: visitPath(visit, '/prescriptions'), body: Object.keys(documentFields).length === 0 ? {} : { documentFields },
    }),
    prescription: (visit, key) => ask(answers.prescription, retrieve(visit, key)),
    original: async (visit, key) => {
      const { body, headers } = await send({ ...retrieve(visit, key), accept: 'application/pdf' });
      return { bytes: body, findings: (headers['x-ncp-findings'] ?? '').split(' ').filter((code) => code !== '') };
    },
    suggestions: (visit, key) => ask(answers.suggestionList, { method: 'GET', path: visitPath(visit, `/prescriptions/${part(key)}/suggestions`) }),
    products: async (query) => (await ask(answers.productList, { method: 'GET', path: `/products?${new URLSearchParams({ ...query }).toString()}` })).products,
    prepare: (visit, request) => ask(answers.prepared, { method: 'POST', path: visitPath(visit, '/dispensations/prepare'), body: request }),
    dispense: (visit, request, key) => ask(answers.dispensation, { method: 'POST', path: visitPath(visit, '/dispensations'), body: request, headers: { 'idempotency-key': key } }),
    recordLate: (request, key) => ask(answers.dispensation, { method: 'POST', path: '/late-recordings', body: request, headers: { 'idempotency-key': key } }),
    dispensations: async () => (await ask(answers.dispensationList, { method: 'GET', path: '/dispensations' })).dispensations,
    dispensation: (id) => ask(answers.dispensation, { method: 'GET', path: `/dispensations/${part(id)}` }),
    discard: (id, reason) => ask(answers.dispensation, { method: 'POST', path: `/dispensations/${part(id)}/discard`, body: { reason } }),
    release: (id) => ask(answers.dispensation, { method: 'POST', path: `/dispensations/${part(id)}/release` }),
  };
}
