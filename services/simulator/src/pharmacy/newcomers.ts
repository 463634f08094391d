import type { HttpClient } from '@ncp/exchange';
import { PharmacyApi } from './pharmacy-api.js';

/** Somebody who comes to the counter, and what is typed into her country's mask. */
export interface Newcomer {
  readonly country: string;
  readonly traits: Readonly<Record<string, string>>;
}

/** Whose prescription everybody new of a country has: an ordinary one, for which the Swedish register has a pack. */
const MODELS: Readonly<Record<string, string>> = { FI: 'FI1', DK: 'DK1', PT: 'F5' };

interface Mask { readonly patient: readonly { readonly key: string; readonly kind: string; readonly mandatory: boolean }[] }
interface Person { readonly id: { readonly extension: string }; readonly birthDate: string; readonly gender: string; readonly family: string; readonly given: readonly string[] }

const day = (birthDate: string): string => `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6, 8)}`;
const CARD: Readonly<Record<string, (person: Person) => string>> = {
  'identifier': ({ id }) => id.extension, 'birth-date': ({ birthDate }) => day(birthDate), 'gender': ({ gender }) => gender,
  'family': ({ family }) => family, 'given': ({ given }) => given.join(' '),
};

async function personFrom(control: string, like: string): Promise<Person> {
  const answer = await fetch(`${control}/persons`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ like }) });
  if (!answer.ok) throw new Error(`the country's control answered ${String(answer.status)}`);
  return (await answer.json()) as Person;
}

/** People of one country, each with a number and a prescription of her own. @param control of the simulated country */
export async function newcomersOf(country: string, control: string, api: { readonly baseUrl: string; readonly http: HttpClient; readonly token: () => Promise<string> }): Promise<() => Promise<Newcomer>> {
  const like = MODELS[country];
  if (like === undefined) throw new Error(`nobody comes from ${country}`);
  const { patient } = await new PharmacyApi(api).get<Mask>(`/countries/${country}/mask`);
  const typed = patient.filter(({ mandatory }) => mandatory);
  return async () => {
    const person = await personFrom(control, like);
    return { country, traits: Object.fromEntries(typed.map(({ key, kind }) => [key, CARD[kind]?.(person) ?? ''])) };
  };
}
