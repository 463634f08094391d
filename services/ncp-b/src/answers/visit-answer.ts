import { compareCandidate, differs, valueOf, type Candidate, type CountryProfile, type MaskField, type PatientTraits, type SearchMask, type Visit } from '@ncp/domain';
import { formsOf, type IdentifiedVisit } from '@ncp/exchange';
import type { z } from 'zod';
import type { countryList, mask as maskSchema } from '../api/countries.js';
import type { identified, visit as visitSchema } from '../api/visits.js';
import { optional } from './optional.js';

type VisitAnswer = z.input<typeof visitSchema>;

const sentOf = ({ patient }: SearchMask, traits: PatientTraits): NonNullable<VisitAnswer['sent']> => patient.flatMap((field) => {
  const value = valueOf(field, traits);
  return value === undefined ? [] : [{ key: field.key, label: field.label, value }];
});

function candidateAnswer(mask: SearchMask, traits: PatientTraits, candidate: Candidate, index: number): NonNullable<VisitAnswer['candidates']>[number] {
  const { ids, family, given, gender, birthDate, address } = candidate;
  const comparison = compareCandidate(mask, traits, candidate);
  return {
    index, ids: [...ids], ...optional({ family, given, gender, birthDate, address }), differs: differs(comparison),
    comparison: comparison.map(({ field: { key, label }, ...rest }) => ({ key, label, ...rest })),
  };
}

const sideBySide = (mask: SearchMask, traits: PatientTraits, candidates: readonly Candidate[]): { readonly sent: NonNullable<VisitAnswer['sent']>; readonly candidates: NonNullable<VisitAnswer['candidates']> } =>
  ({ sent: sentOf(mask, traits), candidates: candidates.map((one, index) => candidateAnswer(mask, traits, one, index)) });

/** What was sent and what came back (UC-B1 5). */
export const identifiedAnswer = (exchange: string, { traits, candidates }: IdentifiedVisit, { mask }: CountryProfile): z.input<typeof identified> =>
  ({ exchange, state: 'IDENTIFIED', ...sideBySide(mask, traits, candidates) });

/** A visit as its owner sees it; assertions and places of documents stay inside. */
export function visitAnswer(visit: Visit, { mask }: Pick<CountryProfile, 'mask'>): VisitAnswer {
  const { id, state, country, purpose, openedAt, expiresAt, professional: { name, professionCode, gln, organisation }, traits, candidates, confirmed, documents } = visit;
  const chosen = JSON.stringify(confirmed?.candidate);
  return {
    id, state, country, purpose, openedAt, expiresAt, professional: { name, professionCode, gln, organisation },
    ...(traits === undefined || candidates === undefined ? {} : sideBySide(mask, traits, candidates)),
    ...(confirmed === undefined ? {} : {
      confirmed: { index: candidates?.findIndex((one) => JSON.stringify(one) === chosen) ?? 0, at: confirmed.at, ...optional({ difference: confirmed.difference }) },
    }),
    ...(documents === undefined ? {} : { documents: documents.map((one) => ({ key: one.key, kind: one.kind, forms: [...formsOf(one)] })) }),
  };
}

const fieldAnswer = ({ key, kind, label, hint, format, mandatory }: MaskField): z.input<typeof maskSchema>['patient'][number] =>
  ({ key, kind, label, mandatory, ...optional({ hint, format }) });

export const maskAnswer = ({ code, mask: { patient, document }, notice }: CountryProfile): z.input<typeof maskSchema> => ({
  country: code, patient: patient.map(fieldAnswer), document: document.map(fieldAnswer),
  notice: { sv: notice.sv, en: notice.en, ...optional({ url: notice.url }) },
});

type CountryAnswer = z.input<typeof countryList>['countries'][number];

const WORST = ['down', 'slow', 'answering', 'unknown'] as const;

/** A country with the worst of its services, and since when (issue: "answering, slow, down since"). */
export function countryAnswer({ code, name, language, services, off }: CountryProfile, calls: CountryAnswer['calls']): CountryAnswer {
  const states = Object.values(calls);
  const worst = WORST.find((state) => states.some((one) => one.state === state)) ?? 'unknown';
  const [since] = states.flatMap((one) => (one.state === worst ? one.since ?? [] : [])).toSorted();
  return {
    code, name, language, services: [...services], calls,
    ...(off === undefined ? { state: worst, ...optional({ since }) } : { state: 'off', since: off.since, reason: off.reason }),
  };
}
