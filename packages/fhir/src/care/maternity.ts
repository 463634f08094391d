import { stockholmDate, type CalendarDate, type MaternityRecord } from '@ncp/domain';
import { isFhirNumber } from '../json.js';
import { countIn, malformed, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { CARE_SYSTEMS, LOCAL_CARE_SYSTEMS } from './care-constants.js';
import { notCarried, type CareEntry } from './entry.js';
import { originOf, type Custodies } from './origin.js';
import { careDayIn } from './times.js';

const SECTIONS: readonly MaternityRecord['section'][] = ['registration', 'checkup', 'post-delivery'];
const DELIVERY = /^prev-delivery-([0-9]{1,3})-(year|month|type)$/;
const CHILD = /^child-([0-9]{1,3})-/;

type Components = ReadonlyMap<string, FhirNode>;

/** By the guide's slice names, which stand as codes of a stand-in system; its LOINC codes for the delivery date are swapped and never read. */
function componentsOf(node: FhirNode): Components {
  const found = new Map<string, FhirNode>();
  for (const component of nodesIn(node, 'component')) {
    const code = nodeIn(component, 'code');
    const named = code === undefined ? undefined : nodesIn(code, 'coding').find((coding) => textIn(coding, 'system') === LOCAL_CARE_SYSTEMS.maternityComponent);
    const name = named === undefined ? undefined : textIn(named, 'code');
    if (name === undefined) continue;
    // Two answers to one question have no single meaning.
    if (found.has(name)) throw malformed(component.path);
    found.set(name, component);
  }
  return found;
}

const day = (components: Components, name: string): CalendarDate | undefined => {
  const component = components.get(name);
  return component === undefined ? undefined : careDayIn(component, 'valueDateTime');
};

/** A count, or a code that is one: outcomes of deliveries are coded 0 to 5. */
const numberIn = (component: FhirNode | undefined): number | undefined => {
  if (component === undefined) return undefined;
  const concept = nodeIn(component, 'valueCodeableConcept');
  if (concept === undefined) return isFhirNumber(component.value['valueInteger']) ? countIn(component, 'valueInteger') : undefined;
  const code = nodesIn(concept, 'coding').map((coding) => textIn(coding, 'code') ?? '')[0] ?? '';
  if (code.toUpperCase() === 'X') return 1;
  return /^[0-9]$/.test(code) ? Number(code) : undefined;
};

const NOT_STATED = 0;
const earlierDeliveries = (components: Components): MaternityRecord['earlierDeliveries'] => {
  const rows = new Set([...components.keys()].flatMap((name) => DELIVERY.exec(name)?.[1] ?? []));
  return [...rows].map((row) => {
    const part = (name: string): number | undefined => numberIn(components.get(`prev-delivery-${row}-${name}`));
    const month = part('month');
    return { ...optional('year', part('year')), ...optional('month', month === undefined || month < 1 || month > 12 ? undefined : month), outcome: part('type') ?? NOT_STATED };
  });
};

const sectionOf = (node: FhirNode): MaternityRecord['section'] | undefined => {
  const code = nodeIn(node, 'code');
  const codes = code === undefined ? [] : nodesIn(code, 'coding').filter((coding) => textIn(coding, 'system') === CARE_SYSTEMS.maternitySection).map((coding) => textIn(coding, 'code'));
  return SECTIONS.find((section) => codes.includes(section));
};

/**
 * GetMaternityMedicalHistory: one populated section (sweden-patient-summary 8). Its effective time is the author's.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readMaternity(entry: CareEntry, custodies: Custodies): MaternityRecord {
  const { node } = entry;
  const section = sectionOf(node);
  if (section === undefined) throw malformed('Observation.code');
  if ((textIn(node, 'status') ?? '') !== 'final') throw notCarried('Observation.status');
  const origin = originOf(entry, custodies);
  const authoredOn = careDayIn(node, 'effectiveDateTime') ?? (origin.recorded === undefined ? undefined : stockholmDate(origin.recorded));
  if (authoredOn === undefined) throw malformed('Observation.effectiveDateTime');
  const components = componentsOf(node);
  return {
    type: 'maternity', origin, section, authoredOn,
    expectedDelivery: {
      ...optional('byLastPeriod', day(components, 'edd-lmp')), ...optional('byUltrasound', day(components, 'edd-us')), ...optional('byTransfer', day(components, 'edd-et')),
    },
    earlierDeliveries: section === 'registration' ? earlierDeliveries(components) : [],
    children: section === 'post-delivery' ? new Set([...components.keys()].flatMap((name) => CHILD.exec(name)?.[1] ?? [])).size : 0,
  };
}
