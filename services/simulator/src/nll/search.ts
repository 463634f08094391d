import { compareInstants, instant, parsePersonalNumber, stockholmDate, type Instant } from '@ncp/domain';
import { fhirObject, LOCAL_SYSTEMS, NLL_CODES, NLL_EXTENSIONS, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { extensionAt, idOf, listAt, num, referencedId, textAt, typeOf } from './build.js';
import { listInfo } from './list-info.js';
import { packIdOf } from './quantities.js';
import { REFUSALS } from './refusal.js';
import type { World } from './world.js';

export interface Found {
  readonly matches: readonly FhirObject[];
  /** What comes along with these matches (`_include`, `_revinclude`). */
  includedWith(matches: readonly FhirObject[]): readonly FhirObject[];
}

type Parameters = ReadonlyMap<string, readonly string[]>;
type Filter = (resource: FhirObject, values: readonly string[], world: World) => boolean;

const values = (text: readonly string[]): readonly string[] => text.flatMap((value) => value.split(',')).filter((value) => value !== '');
const patientOf = (resource: FhirObject): string => referencedId(textAt(resource, resource['subject'] === undefined ? 'patient' : 'subject', 'reference'));

/** `system|value`, or a value alone; `urn:oid:` of the personal number is understood too. */
const token = (text: string): { readonly system?: string; readonly value: string } => {
  const bar = text.indexOf('|');
  return bar < 0 ? { value: text } : { system: text.slice(0, bar), value: text.slice(bar + 1) };
};
const SAME_SYSTEM: Readonly<Record<string, string>> = {
  'urn:oid:1.2.752.129.2.1.3.1': NLL_SYSTEMS.personnummer, 'urn:oid:1.2.752.129.2.1.3.3': NLL_SYSTEMS.samordningsnummer,
};
const hasIdentifier = (resource: FhirObject, text: string): boolean => {
  const { system, value } = token(text);
  const wanted = system === undefined ? undefined : SAME_SYSTEM[system] ?? system;
  return listAt(resource, 'identifier').some((entry) => entry['value'] === value && (wanted === undefined || entry['system'] === wanted));
};

const byPatient: Filter = (resource, wanted) => wanted.some((value) => referencedId(value) === patientOf(resource));
const byPatientIdentifier: Filter = (resource, wanted, world) => {
  const patient = world.store.current('Patient', patientOf(resource));
  return patient !== undefined && wanted.some((value) => hasIdentifier(patient, value));
};
const byStatus: Filter = (resource, wanted) => wanted.includes(textAt(resource, 'status') ?? '');
const byId: Filter = (resource, wanted) => wanted.includes(idOf(resource));
const byIdentifier: Filter = (resource, wanted) => wanted.some((value) => hasIdentifier(resource, value));

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  ge: (order) => order >= 0, gt: (order) => order > 0, le: (order) => order <= 0, lt: (order) => order < 0, eq: (order) => order === 0,
};
const byLastUpdated: Filter = (resource, wanted) => wanted.every((value) => {
  const [, prefix = 'eq', at = ''] = /^(ge|gt|le|lt|eq)?(.+)$/.exec(value) ?? [];
  let limit: Instant;
  try {
    limit = instant(at);
  } catch {
    throw REFUSALS.content('_lastUpdated kan inte läsas.');
  }
  return COMPARISONS[prefix]?.(compareInstants(instant(textAt(resource, 'meta', 'lastUpdated') ?? ''), limit)) === true;
});

const COMMON: Readonly<Record<string, Filter>> = { '_id': byId, '_lastUpdated': byLastUpdated };
const OF_PATIENT: Readonly<Record<string, Filter>> = { 'patient': byPatient, 'patient._id': byPatient, 'patient.identifier': byPatientIdentifier };

/** Search parameters that the simulator knows; any other is refused, so that a misspelt filter never widens a search. */
const FILTERS: Readonly<Record<string, Readonly<Record<string, Filter>>>> = {
  Patient: { ...COMMON, identifier: byIdentifier },
  MedicationRequest: { ...COMMON, ...OF_PATIENT, status: byStatus, identifier: byId },
  MedicationDispense: {
    ...COMMON, ...OF_PATIENT, status: byStatus,
    prescription: (resource, wanted) => wanted.some((value) => referencedId(value) === referencedId(textAt(resource, 'authorizingPrescription', 0, 'reference'))),
    /** The actor's own id of the expedition: how a lost answer is looked up (sweden-national 7.4). */
    identifier: (resource, wanted) => wanted.some((value) => token(value).value === textAt(extensionAt(resource, NLL_EXTENSIONS.actorDispatchId), 'valueString')),
  },
  Medication: { ...COMMON, identifier: byIdentifier },
  Consent: {
    ...COMMON, ...OF_PATIENT, status: byStatus,
    category: (resource, wanted) => listAt(resource, 'category').some((concept) => listAt(concept, 'coding').some((entry) =>
      entry['system'] === LOCAL_SYSTEMS.consentCategory && wanted.some((value) => token(value).value === entry['code']))),
  },
  Provenance: { ...COMMON, target: (resource, wanted) => listAt(resource, 'target').some((target) => wanted.some((value) => (textAt(target, 'reference') ?? '').split('/_history/')[0] === value)) },
  Basic: { patient: byPatient, code: (_resource, wanted) => wanted.some((value) => token(value).value === NLL_CODES.medicationListInfo) },
};
export const SEARCHABLE: readonly string[] = Object.keys(FILTERS);

const INCLUDES: Readonly<Record<string, (world: World, matches: readonly FhirObject[]) => readonly FhirObject[]>> = {
  'MedicationRequest:medication': (world, matches) => {
    const packs = new Set(matches.map(packIdOf));
    return world.store.all('Medication').filter((article) => listAt(article, 'identifier').some((entry) => entry['system'] === NLL_SYSTEMS.nplPackId && packs.has(textAt(entry, 'value'))));
  },
  'MedicationDispense:prescription': (world, matches) => matches.flatMap((prescription) => world.dispensesOf(idOf(prescription))),
};

/** A personal number that cannot be one is an error of its own, not an empty answer (sweden-national 2.9). */
export const checkNumbers = (wanted: readonly string[], world: World): void => {
  for (const { system, value } of wanted.map(token)) {
    const resolved = system === undefined ? undefined : SAME_SYSTEM[system] ?? system;
    if (resolved !== NLL_SYSTEMS.personnummer && resolved !== NLL_SYSTEMS.samordningsnummer) continue;
    if (!/^[0-9]{12}$/.test(value) || !parsePersonalNumber(value, stockholmDate(world.clock.now())).ok) throw REFUSALS.number();
  }
};

const candidates = (world: World, type: string, parameters: Parameters): readonly FhirObject[] => {
  if (type !== 'Basic') return world.store.all(type);
  return values(parameters.get('patient') ?? []).map(referencedId).filter((id) => world.store.current('Patient', id) !== undefined).map((id) => listInfo(world, id));
};

/** Newest first, ties by id: the same order for every page. */
const newestFirst = (a: FhirObject, b: FhirObject): number =>
  compareInstants(instant(textAt(b, 'meta', 'lastUpdated') ?? ''), instant(textAt(a, 'meta', 'lastUpdated') ?? '')) || idOf(a).localeCompare(idOf(b));

/** Runs a search. @throws Refusal 400 */
export function search(world: World, type: string, parameters: Parameters): Found {
  const filters = FILTERS[type];
  if (filters === undefined) throw REFUSALS.unknown();
  let matches = candidates(world, type, parameters);
  for (const [name, given] of parameters) {
    if (name === '_count' || name === '_include' || name === '_revinclude') continue;
    const filter = filters[name];
    if (filter === undefined) throw REFUSALS.content(`Sökparametern ${name.slice(0, 40)} stöds inte.`);
    const wanted = name === '_lastUpdated' ? given : values(given);
    if (type === 'Patient' && name === 'identifier') checkNumbers(wanted, world);
    matches = matches.filter((resource) => filter(resource, wanted, world));
  }
  const includes = [...(parameters.get('_include') ?? []), ...(parameters.get('_revinclude') ?? [])].map((include) => {
    const find = INCLUDES[include];
    if (find === undefined) throw REFUSALS.content('_include stöds inte.');
    return find;
  });
  const shown = matches.map((resource) => (typeOf(resource) === 'MedicationRequest' ? world.shown(resource) : resource));
  return {
    matches: [...shown].sort(newestFirst),
    includedWith: (page) => includes.flatMap((find) => find(world, page)),
  };
}

export interface BundlePage {
  readonly base: string;
  readonly self: string;
  readonly next?: string;
  /** Of all pages. */
  readonly total: number;
  readonly at: Instant;
  readonly matches: readonly FhirObject[];
  readonly included: readonly FhirObject[];
}

/** One page as a Bundle of type searchset. */
export const searchBundle = (page: BundlePage): FhirObject => {
  const entry = (mode: 'match' | 'include') => (resource: FhirObject): FhirObject =>
    ({ fullUrl: `${page.base}/${typeOf(resource)}/${idOf(resource)}`, resource, search: { mode } });
  const entries = [...page.matches.map(entry('match')), ...page.included.map(entry('include'))];
  return fhirObject({
    resourceType: 'Bundle',
    meta: { lastUpdated: page.at },
    type: 'searchset',
    total: num(page.total),
    link: [{ relation: 'self', url: page.self }, ...(page.next === undefined ? [] : [{ relation: 'next', url: page.next }])],
    entry: entries.length === 0 ? undefined : entries,
  });
};
