import { parseDate } from '../calendar.js';
import type { AdministrativeGender } from '../patient.js';
import type { CalendarDate, InstanceIdentifier, Result } from '../primitives.js';
import { ok, refused } from '../primitives.js';
import type { BilingualText, MaskField, PatientTraits } from './search-mask.js';

/** A field of a mask that was filled in wrongly: which, and against which rule. Never the value (UC-B1 3.1). */
export interface FieldFault {
  readonly field: string;
  /** `mandatory`, `unknown`, `date`, `gender`, `characters`, `nothing-to-search`, or the country's own expression. */
  readonly rule: string;
  readonly text: BilingualText;
}

const TEXTS = {
  mandatory: { sv: 'Måste fyllas i.', en: 'Must be filled in.' },
  unknown: { sv: 'Landet frågar inte efter detta.', en: 'The country does not ask for this.' },
  format: { sv: 'Följer inte landets format.', en: 'Not in the country\'s format.' },
  date: { sv: 'Ska vara en dag, ÅÅÅÅ-MM-DD, som inte ligger i framtiden.', en: 'Must be a day, YYYY-MM-DD, not in the future.' },
  gender: { sv: 'Ska vara F, M eller UN.', en: 'Must be F, M or UN.' },
  characters: { sv: 'Innehåller tecken som inte kan skickas, eller är för långt.', en: 'Has characters that cannot be sent, or is too long.' },
} as const satisfies Record<string, BilingualText>;

const GENDERS: readonly string[] = ['F', 'M', 'UN'] satisfies AdministrativeGender[];
const isGender = (value: string): value is AdministrativeGender => GENDERS.includes(value);

const MAX_LENGTH = 128;
/** Control characters, and what would change the direction of the text around it. */
const UNSENDABLE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u;

const fault = (field: string, kind: keyof typeof TEXTS, rule: string = kind): FieldFault => ({ field, rule, text: TEXTS[kind] });

/** One value against its field. `today`: the day in Sweden. */
function faultOf({ key, kind, format }: MaskField, value: string, today: CalendarDate): FieldFault | undefined {
  if (value.length > MAX_LENGTH || UNSENDABLE.test(value)) return fault(key, 'characters');
  if (kind === 'birth-date') {
    const date = parseDate(value);
    return date.ok && date.value <= today ? undefined : fault(key, 'date');
  }
  if (kind === 'gender') return isGender(value) ? undefined : fault(key, 'gender');
  if (format !== undefined && !new RegExp(`^(?:${format})$`, 'u').test(value)) return fault(key, 'format', format);
  return undefined;
}

const TEXT_MEMBERS = { 'family': 'family', 'given': 'given', 'prescription-id': 'prescriptionId', 'dispensation-pin': 'pin' } as const;
const ADDRESS_MEMBERS = { 'street': 'street', 'city': 'city', 'postal-code': 'postalCode' } as const;
const isTextKind = (kind: MaskField['kind']): kind is keyof typeof TEXT_MEMBERS => Object.hasOwn(TEXT_MEMBERS, kind);
const isAddressKind = (kind: MaskField['kind']): kind is keyof typeof ADDRESS_MEMBERS => Object.hasOwn(ADDRESS_MEMBERS, kind);

/** Adds one checked value. An identifier's domain is its root; the value goes out as it was typed (UC-B1 3). */
function withValue(traits: PatientTraits, { kind, domain }: MaskField, value: string): PatientTraits {
  if (isTextKind(kind)) return { ...traits, [TEXT_MEMBERS[kind]]: value };
  if (isAddressKind(kind)) return { ...traits, address: { ...traits.address, [ADDRESS_MEMBERS[kind]]: value } };
  if (kind === 'birth-date') {
    const date = parseDate(value);
    return date.ok ? { ...traits, birthDate: date.value } : traits;
  }
  if (kind === 'gender') return isGender(value) ? { ...traits, gender: value } : traits;
  const identifier: InstanceIdentifier = { root: domain ?? '', extension: value };
  return { ...traits, identifiers: [...traits.identifiers, identifier] };
}

/**
 * What a professional typed against what the country asks for: every wrong field at once (UC-B1 3.1), or the traits as they
 * go out. An empty value is one that was not given.
 */
export function checkTraits(fields: readonly MaskField[], given: Readonly<Record<string, string>>, today: CalendarDate): Result<PatientTraits, readonly FieldFault[]> {
  const values = new Map(Object.entries(given).map(([key, value]) => [key, value.trim()] as const).filter(([, value]) => value !== ''));
  const known = new Set(fields.map(({ key }) => key));
  const faults = [...values.keys()].filter((key) => !known.has(key)).map((key) => fault(safeKey(key), 'unknown'));
  let traits: PatientTraits = { identifiers: [] };
  for (const field of fields) {
    const value = values.get(field.key);
    const wrong = value === undefined ? (field.mandatory ? fault(field.key, 'mandatory') : undefined) : faultOf(field, value, today);
    if (wrong !== undefined) faults.push(wrong);
    else if (value !== undefined) traits = withValue(traits, field, value);
  }
  return faults.length === 0 ? ok(traits) : refused(faults);
}

/** A key that no mask has may be anything: only what looks like one is told back. */
const safeKey = (key: string): string => (/^[A-Za-z0-9_.-]{1,40}$/.test(key) ? key : '(unreadable)');

/** What was typed, field by field, in the words of the mask: shown beside what came back (UC-B1 5). */
export function valueOf({ kind, domain }: MaskField, traits: PatientTraits): string | undefined {
  if (isTextKind(kind)) return traits[TEXT_MEMBERS[kind]];
  if (isAddressKind(kind)) return traits.address?.[ADDRESS_MEMBERS[kind]];
  if (kind === 'birth-date') return traits.birthDate;
  if (kind === 'gender') return traits.gender;
  return traits.identifiers.find(({ root }) => root === (domain ?? ''))?.extension;
}
