import type { AnswerOf, OperationId } from '@ncp/ncp-b';
import type { ApiAnswer, ApiClient } from './api-client.js';

/** What is typed for the people of the sample world (decisions 4.2), by the masks of the shipped records. */
export interface TypedPatient {
  readonly country: 'FI' | 'DK' | 'PT' | 'SE';
  readonly traits: Readonly<Record<string, string>>;
}

/** A visit as far as a test wants it. */
export interface CounterVisit {
  readonly id: string;
  readonly api: ApiClient;
  /** Keys of the prescriptions, dispensable first. */
  list(): Promise<AnswerOf<'listPrescriptions'>['prescriptions']>;
  /** Reads one: the first when left out. */
  read(key?: string): Promise<AnswerOf<'retrievePrescription'>>;
}

function body<Id extends OperationId>({ status, body: answered, json }: ApiAnswer<Id>, wanted: number): AnswerOf<Id> {
  if (status !== wanted) throw new Error(`${String(status)} ${JSON.stringify(json)}`);
  return answered;
}

/** Country, person, both ticks: from here on she is treated. @throws Error with the refusal */
export async function confirmedVisit(api: ApiClient, { country, traits }: TypedPatient, more: { readonly candidate?: number; readonly difference?: string } = {}): Promise<CounterVisit> {
  const { id } = body(await api.ask('openVisit', { body: { country } }), 201);
  const params = { visit: id };
  body(await api.ask('identify', { params, body: { traits } }), 200);
  const { candidate = 0, difference } = more;
  body(await api.ask('confirm', { params, body: { candidate, idDocumentShown: true, patientInformed: true, ...(difference === undefined ? {} : { difference }) } }), 200);
  const list: CounterVisit['list'] = async () => body(await api.ask('listPrescriptions', { params, body: {} }), 200).prescriptions;
  return {
    id, api, list,
    async read(key) {
      const document = key ?? (await list())[0]?.key ?? '';
      return body(await api.ask('retrievePrescription', { params: { visit: id, document } }), 200);
    },
  };
}
