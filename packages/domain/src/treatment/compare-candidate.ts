import { valueOf } from './check-traits.js';
import type { MaskField, PatientTraits, SearchMask } from './search-mask.js';
import type { Candidate } from './visit.js';

/** One line of a person: what was typed beside what came back (UC-B1 5). */
export interface TraitComparison {
  readonly field: Pick<MaskField, 'key' | 'label'>;
  readonly sent?: string;
  readonly received?: string;
  readonly outcome: 'same' | 'differs' | 'not-sent' | 'not-received';
}

/** Told even where the mask does not ask for them: what a card shows. */
const ON_THE_CARD: readonly Pick<MaskField, 'key' | 'kind' | 'label'>[] = [
  { key: 'family', kind: 'family', label: { sv: 'Efternamn', en: 'Family name' } },
  { key: 'given', kind: 'given', label: { sv: 'Förnamn', en: 'Given name' } },
  { key: 'birth-date', kind: 'birth-date', label: { sv: 'Födelsedatum', en: 'Date of birth' } },
  { key: 'gender', kind: 'gender', label: { sv: 'Kön', en: 'Sex' } },
];

function received({ kind, domain }: Pick<MaskField, 'kind' | 'domain'>, candidate: Candidate): string | undefined {
  switch (kind) {
    case 'identifier': return candidate.ids.find(({ root }) => root === domain)?.extension;
    case 'birth-date': return candidate.birthDate;
    case 'gender': return candidate.gender;
    case 'family': return candidate.family;
    case 'given': return candidate.given;
    case 'street': return candidate.address?.street;
    case 'city': return candidate.address?.city;
    case 'postal-code': return candidate.address?.postalCode;
    case 'prescription-id':
    case 'dispensation-pin': return undefined;
  }
}

const folded = (value: string): string => value.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[\s\-.]/g, '').toLowerCase();

/** Marks, spaces and case are not a difference; a given name may be one of several. */
function same(kind: MaskField['kind'], sent: string, came: string): boolean {
  if (folded(sent) === folded(came)) return true;
  if (kind !== 'given') return false;
  const all = came.split(/\s+/).map(folded);
  return sent.split(/\s+/).map(folded).every((name) => all.includes(name));
}

/** What was typed beside what came back: every field of the mask, and what a card shows. */
export function compareCandidate({ patient }: Pick<SearchMask, 'patient'>, traits: PatientTraits, candidate: Candidate): readonly TraitComparison[] {
  const asked = new Set(patient.map(({ kind }) => kind));
  const lines: readonly Pick<MaskField, 'key' | 'kind' | 'label' | 'domain'>[] = [...patient, ...ON_THE_CARD.filter(({ kind }) => !asked.has(kind))];
  return lines.flatMap((field): readonly TraitComparison[] => {
    const { key, kind, label } = field;
    const sent = valueOf({ mandatory: false, ...field }, traits);
    const came = received(field, candidate);
    if (sent === undefined && came === undefined) return [];
    const outcome = sent === undefined ? 'not-sent' : came === undefined ? 'not-received' : same(kind, sent, came) ? 'same' : 'differs';
    return [{ field: { key, label }, outcome, ...(sent === undefined ? {} : { sent }), ...(came === undefined ? {} : { received: came }) }];
  });
}

/** Does something that was sent come back otherwise? Then a person says in words why it is still her (UC-B1 5.1). */
export const differs = (comparisons: readonly TraitComparison[]): boolean => comparisons.some(({ outcome }) => outcome === 'differs');
