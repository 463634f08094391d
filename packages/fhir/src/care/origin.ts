import { compareInstants, type CareOrganisation, type Instant, type RecordOrigin } from '@ncp/domain';
import { HSA_ID_SYSTEMS } from '../national-constants.js';
import { malformed, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { CARE_BLOCK_TIME_SUFFIX, CARE_EXTENSIONS, CARE_SIGNATURE_SUFFIX, CARE_SYSTEMS } from './care-constants.js';
import { placeOf, referenceName, type CareEntry } from './entry.js';
import { timeIn, timeOrDayIn } from './times.js';
import { wordsIn } from './terms.js';

/** What the Provenances of an answer say about the resource that goes by one name. */
export interface Custody {
  readonly careGiver?: CareOrganisation;
  readonly careUnit?: CareOrganisation;
  readonly recorded?: Instant;
}
export type Custodies = ReadonlyMap<string, Custody>;

const isHsaId = (identifier: FhirNode): boolean => HSA_ID_SYSTEMS.includes(textIn(identifier, 'system') ?? '');

const organisationOf = (agent: FhirNode): CareOrganisation | undefined => {
  const who = nodeIn(agent, 'who');
  const identifier = who === undefined ? undefined : nodeIn(who, 'identifier');
  const hsaId = identifier === undefined || !isHsaId(identifier) ? undefined : wordsIn(identifier, 'value');
  return who === undefined || hsaId === undefined ? undefined : { hsaId, ...optional('name', wordsIn(who, 'display')) };
};

const agentOf = (provenance: FhirNode, role: string): CareOrganisation | undefined => {
  const agents = nodesIn(provenance, 'agent').filter((agent) => {
    const type = nodeIn(agent, 'type');
    return type !== undefined && nodesIn(type, 'coding').some((coding) => textIn(coding, 'code') === role && textIn(coding, 'system') === CARE_SYSTEMS.participantType);
  });
  const [first] = agents;
  return first === undefined || agents.length > 1 ? undefined : organisationOf(first);
};

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && compareInstants(b, a) > 0) ? b : a;

/** Where two Provenances of one resource disagree, nobody is its care giver: a block could not be judged (PS04). */
const merged = (a: Custody, b: Custody): Custody => ({
  ...(a.careGiver?.hsaId === b.careGiver?.hsaId ? optional('careGiver', a.careGiver) : {}),
  ...(a.careUnit?.hsaId === b.careUnit?.hsaId ? optional('careUnit', a.careUnit) : {}),
  ...optional('recorded', later(a.recorded, b.recorded)),
});

/** A Provenance that cannot be read names nobody: its records have no care giver, and none that another one names. */
const custodyIn = (provenance: FhirNode): Custody => {
  try {
    return {
      ...optional('careGiver', agentOf(provenance, 'custodian')), ...optional('careUnit', agentOf(provenance, 'author')),
      ...optional('recorded', timeIn(provenance, 'recorded')),
    };
  } catch (error) {
    placeOf(error);
    return {};
  }
};

/**
 * Care giver (custodian, outer block) and care unit (author, inner block) by the names of resources (sweden-patient-summary 1.1).
 * @throws NcpError NCP_NATIONAL_MALFORMED when it cannot be read which records a Provenance is about
 */
export function custodiesOf(provenances: readonly FhirNode[]): Custodies {
  const found = new Map<string, Custody>();
  for (const provenance of provenances) {
    const custody = custodyIn(provenance);
    for (const target of nodesIn(provenance, 'target')) {
      const name = referenceName(textIn(target, 'reference') ?? '');
      const before = found.get(name);
      found.set(name, before === undefined ? custody : merged(before, custody));
    }
  }
  return found;
}

/** HSA-id at the end of `urn:oid:...#<id>` or `https://.../Endpoint/<id>`. */
export const systemIn = (source: string): string | undefined => /[#/]([A-Za-z0-9._:-]{1,64})$/.exec(source)?.[1];

/** HSA-id of the source system, from `meta.source`. */
export function sourceSystem(node: FhirNode): string | undefined {
  const meta = nodeIn(node, 'meta');
  const source = meta === undefined ? undefined : textIn(meta, 'source');
  return source === undefined ? undefined : systemIn(source);
}

export const recordId = (node: FhirNode): string | undefined => {
  const [first] = nodesIn(node, 'identifier');
  return first === undefined ? undefined : wordsIn(first, 'value');
};

/** Undefined when source or identifier is missing: such a record could be mistaken for another. */
export const keyOf = (node: FhirNode): string | undefined => {
  const [system, id] = [sourceSystem(node), recordId(node)];
  return system === undefined || id === undefined ? undefined : `${system}#${id}`;
};

const UNRESTRICTED: ReadonlySet<string> = new Set(['U', 'L', 'M', 'N']);

/** A label that we do not know restricts something: it counts as confidential. */
const securityOf = (node: FhirNode): RecordOrigin['security'] => {
  const meta = nodeIn(node, 'meta');
  const labels = meta === undefined ? [] : nodesIn(meta, 'security').map((label) => textIn(label, 'code') ?? '');
  return [...new Set(labels.filter((label) => !UNRESTRICTED.has(label)).map((label) => (label === 'NOPATIENT' ? 'NOPATIENT' : 'R')))];
};

const extensionsEnding = (node: FhirNode, suffix: string): readonly FhirNode[] =>
  nodesIn(node, 'extension').filter((extension) => textIn(extension, 'url')?.endsWith(suffix) === true);

const names = (reference: FhirNode | undefined): boolean => {
  if (reference === undefined) return false;
  const identifier = nodeIn(reference, 'identifier');
  return textIn(reference, 'reference') !== undefined || (identifier !== undefined && wordsIn(identifier, 'value') !== undefined);
};

/** A legal authenticator is named, or a time of signature is given; absent means not signed (inferred). */
function isSigned(node: FhirNode): boolean {
  const signature = nodesIn(node, 'extension').some((extension) => {
    const url = textIn(extension, 'url') ?? '';
    if (url === CARE_EXTENSIONS.alertSigned) return textIn(extension, 'valueDateTime') !== undefined;
    if (url === CARE_EXTENSIONS.alertSigner) return names(nodeIn(extension, 'valueReference'));
    return url.endsWith(CARE_SIGNATURE_SUFFIX);
  });
  return signature || names(nodeIn(node, 'asserter'));
}

const WRITTEN_AT = ['recordedDate', 'dateAsserted', 'issued', 'recorded', 'date'] as const;

const blockTime = (node: FhirNode): Instant | undefined =>
  extensionsEnding(node, CARE_BLOCK_TIME_SUFFIX).map((extension) => timeIn(extension, 'valueDateTime') ?? timeIn(extension, 'valueInstant'))[0];

const custodyOf = (entries: readonly CareEntry[], custodies: Custodies): Custody =>
  entries.flatMap(({ names: own }) => [...own].flatMap((name) => custodies.get(name) ?? []))
    .reduce<Custody | undefined>((sum, one) => (sum === undefined ? one : merged(sum, one)), undefined) ?? {};

/**
 * Where a record comes from (sweden-patient-summary 1.1). What block decisions need and is not there stays absent (PS04).
 * `beside`: other resources of the same record. What restricts one of them restricts the record, and a signature of one is its own.
 * @throws NcpError NCP_NATIONAL_MALFORMED when source system or record id is missing
 */
export function originOf(entry: CareEntry, custodies: Custodies, beside: readonly CareEntry[] = []): RecordOrigin {
  const { node } = entry;
  const entries = [entry, ...beside];
  const nodes = entries.map((one) => one.node);
  const system = sourceSystem(node);
  const key = keyOf(node);
  if (system === undefined) throw malformed(`${node.path}.meta.source`);
  if (key === undefined) throw malformed(`${node.path}.identifier`);
  const authored = nodes.flatMap((one) => WRITTEN_AT.map((name) => timeOrDayIn(one, name))).find((time) => time !== undefined);
  return {
    key, system, ...custodyOf(entries, custodies), ...optional('blockComparisonTime', nodes.map(blockTime).find((time) => time !== undefined)),
    signed: nodes.some(isSigned), security: [...new Set(nodes.flatMap(securityOf))], ...optional('authored', authored),
  };
}
