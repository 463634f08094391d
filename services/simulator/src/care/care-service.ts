import type { CareContract } from '@ncp/domain';
import { CARE_PATIENT_PARAMETER, CARE_SYSTEMS, CONTRACT_NAMES, fhirObject, LOCAL_CARE_ACCESS, LOCAL_CARE_EXTENSIONS, LOCAL_CARE_PURPOSE, LOCAL_CARE_SYSTEMS, NLL_HEADERS, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { refusalAnswer, resourceAnswer, type Answer } from '../nll/answer.js';
import { ext, idOf, num, replaced, typeOf } from '../nll/build.js';
import { resourceOf, type FhirRequest } from '../nll/fhir-request.js';
import { Refusal, REFUSALS } from '../nll/refusal.js';
import { checkNumbers } from '../nll/search.js';
import type { TokenService } from '../nll/token-service.js';
import type { World } from '../nll/world.js';
import type { BlockFacts, CareOfPerson } from './seed/care-of-person.js';
import { coded, personOf, provenanceOf, type CareRow } from './seed/written.js';

/** Contracts that a resource type carries, as the records say which one is theirs. */
const CONTRACTS: Readonly<Record<string, readonly CareContract[]>> = {
  Flag: ['alerts'], AllergyIntolerance: ['alerts'], Condition: ['diagnoses', 'functional-status'], Immunization: ['vaccinations'], MedicationStatement: ['ordinations'],
  DiagnosticReport: ['laboratory'], Observation: ['laboratory', 'maternity', 'observations'], DocumentReference: [],
};
const BLOCKS = 'Consent';

/** The name a request goes by in faults and in the log of requests. */
export const careResource = (request: Pick<FhirRequest, 'segments'>): string => `care/${resourceOf(request)}`;

/** Answers searches for care records and for blocks (sweden-patient-summary 1.1); a refusal is an answer too. */
export function careService(world: World, tokens: TokenService): (request: FhirRequest) => Promise<Answer> {
  return async (request) => {
    try {
      plannedRefusal(world, request);
      if ((await tokens.holder(request.headers['authorization'])) === undefined) throw REFUSALS.token();
      return resourceAnswer(200, answer(world, request));
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error);
      throw error;
    }
  };
}

function plannedRefusal({ faults }: World, request: FhirRequest): void {
  const facts = { method: request.method, resource: careResource(request) };
  if (faults.take('token', facts) !== undefined) throw REFUSALS.token();
  if (faults.take('forbidden', facts) !== undefined) throw REFUSALS.access();
  if (faults.take('throttled', facts) !== undefined) throw REFUSALS.throttled();
}

function numberIn(request: FhirRequest, world: World): string {
  for (const name of request.parameters.keys()) {
    if (name !== CARE_PATIENT_PARAMETER && name !== '_count') throw REFUSALS.content(`Sökparametern ${name.slice(0, 40)} stöds inte.`);
  }
  const [wanted = '', another] = request.parameters.get(CARE_PATIENT_PARAMETER) ?? [];
  const [system, number = ''] = wanted.split('|');
  if (another !== undefined || (system !== NLL_SYSTEMS.personnummer && system !== NLL_SYSTEMS.samordningsnummer)) throw REFUSALS.content('En person krävs.');
  checkNumbers([wanted], world);
  return number;
}

function answer(world: World, request: FhirRequest): FhirObject {
  const type = resourceOf(request);
  if (request.method !== 'GET' || request.segments.length !== 1 || (type !== BLOCKS && CONTRACTS[type] === undefined)) throw REFUSALS.unknown();
  if (request.headers[NLL_HEADERS.purpose] !== LOCAL_CARE_PURPOSE || request.headers[NLL_HEADERS.access] !== LOCAL_CARE_ACCESS) throw REFUSALS.access();
  const number = numberIn(request, world);
  const facts = { method: request.method, resource: careResource(request) };
  const other = world.faults.take('wrong-patient', facts) !== undefined;
  if (type === BLOCKS) {
    const about = other ? world.care.another(number).number : number;
    return bundle(request, { matches: world.care.of(about).blocks.map((block, index) => blockResource(block, index, about)), included: [], outcomes: [] });
  }
  const person = other ? world.care.another(number).person : world.care.of(number);
  return bundle(request, rowsOf(world, facts, type, person, other ? world.care.of(number) : undefined));
}

interface Parts {
  readonly matches: readonly FhirObject[];
  readonly included: readonly FhirObject[];
  readonly outcomes: readonly FhirObject[];
}

/** `own`: rows that come besides, when the answer is mixed up with somebody else's. */
function rowsOf(world: World, facts: { readonly method: string; readonly resource: string }, type: string, person: CareOfPerson, own: CareOfPerson | undefined): Parts {
  const contracts = CONTRACTS[type] ?? [];
  const down = world.faults.take('source-down', facts);
  const failing = [
    ...(own ?? person).failing.filter(({ contract }) => contracts.includes(contract)),
    ...(down === undefined ? [] : contracts.map((contract) => ({ contract, system: down.code ?? '' }))),
  ];
  const silent = ({ contract, writing }: CareRow): boolean => failing.some((source) => source.contract === contract && (source.system === '' || source.system === writing.place.system));
  const rows = [...(own?.rows ?? []), ...person.rows].filter((row) => typeOf(row.resource) === type && !silent(row));
  const broken = world.faults.take('malformed-row', facts) !== undefined;
  return {
    matches: rows.map(({ resource }, index) => (broken && index === 0 ? replaced(resource, { identifier: undefined }) : resource)),
    included: rows.map(provenanceOf).filter((provenance) => provenance !== undefined),
    outcomes: failing.map(failure),
  };
}

/** A source that did not answer: how the platform says so is not published, and this form is ours. */
const failure = ({ contract, system }: { readonly contract: CareContract; readonly system: string }): FhirObject => ({
  resourceType: 'OperationOutcome',
  issue: [fhirObject({
    severity: 'error', code: 'incomplete', details: coded(LOCAL_CARE_SYSTEMS.contract, CONTRACT_NAMES[contract]),
    extension: system === '' ? undefined : [ext(LOCAL_CARE_EXTENSIONS.failedSource, 'valueIdentifier', { system: CARE_SYSTEMS.hsaId, value: system })],
  })],
});

const blockResource = ({ kind, hsaId, since, recordsFrom, recordsUntil }: BlockFacts, index: number, number: string): FhirObject => ({
  resourceType: 'Consent', id: `block-${String(index + 1)}`, status: 'active',
  scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy'),
  category: [coded(LOCAL_CARE_SYSTEMS.block, kind, kind === 'outer' ? 'Yttre spärr' : 'Inre spärr')], patient: personOf(number),
  provision: fhirObject({
    type: 'deny', period: since === undefined ? undefined : { start: since },
    dataPeriod: recordsFrom === undefined && recordsUntil === undefined ? undefined : fhirObject({ start: recordsFrom, end: recordsUntil }),
    actor: [{ role: coded(CARE_SYSTEMS.participantType, kind === 'outer' ? 'custodian' : 'author'), reference: { identifier: { system: CARE_SYSTEMS.hsaId, value: hsaId } } }],
  }),
});

const bundle = (request: FhirRequest, { matches, included, outcomes }: Parts): FhirObject => {
  const entries = [
    ...matches.map((resource) => ({ fullUrl: `urn:uuid:${idOf(resource)}`, resource, search: { mode: 'match' } })),
    ...included.map((resource) => ({ fullUrl: `urn:uuid:${idOf(resource)}`, resource, search: { mode: 'include' } })),
    ...outcomes.map((resource) => ({ resource, search: { mode: 'outcome' } })),
  ];
  return fhirObject({
    resourceType: 'Bundle', type: 'searchset', total: num(matches.length), link: [{ relation: 'self', url: request.url }], entry: entries.length === 0 ? undefined : entries,
  });
};
