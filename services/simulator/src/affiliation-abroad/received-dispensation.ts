import type { InstanceIdentifier } from '@ncp/domain';
import { attr, childrenOf, descendant, NS, parseXml, walk, type XmlElement } from '@ncp/xml';
import { idFrom } from './wire/request.js';

/** What a country reads of an eDispensation or of its discard (cda-documents 6). */
export interface ReceivedDispensation {
  readonly kind: 'dispensation' | 'discard';
  readonly id: InstanceIdentifier;
  readonly patients: readonly InstanceIdentifier[];
  readonly prescription: InstanceIdentifier | undefined;
  readonly item: InstanceIdentifier | undefined;
  /** NaN where it is no positive whole number of packages. */
  readonly packages: number;
  readonly substituted: boolean;
}

const KINDS: Readonly<Record<string, ReceivedDispensation['kind']>> = { '60593-1': 'dispensation', 'DISCARD-60593-1': 'discard' };
const TEMPLATES: Readonly<Record<ReceivedDispensation['kind'], string>> = {
  dispensation: '1.3.6.1.4.1.12559.11.10.1.3.1.1.2', discard: '1.3.6.1.4.1.12559.11.10.1.3.1.1.2-DISCARD',
};

const hl7 = (from: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined => (from === undefined ? undefined : descendant(from, NS.hl7, ...path));

function packagesOf(supply: XmlElement): number {
  const quantity = hl7(supply, 'quantity');
  const [value, unit = '1'] = quantity === undefined ? [] : [attr(quantity, 'value'), attr(quantity, 'unit')];
  return value !== undefined && /^[1-9]\d{0,3}$/.test(value) && unit === '1' ? Number(value) : Number.NaN;
}

/** Undefined for what is neither a dispensation nor a discard. */
export function readDispensation(bytes: Uint8Array): ReceivedDispensation | undefined {
  let root: XmlElement;
  try {
    root = parseXml(bytes);
  } catch {
    // What is not XML is no document.
    return undefined;
  }
  const code = hl7(root, 'code');
  const kind = KINDS[code === undefined ? '' : attr(code, 'code') ?? ''];
  const id = idFrom(hl7(root, 'id'));
  const supply = [...walk(root)].find((one) => one.ns === NS.hl7 && one.local === 'supply' && attr(one, 'moodCode') === 'EVN');
  const role = hl7(root, 'recordTarget', 'patientRole');
  if (kind === undefined || id === undefined || supply === undefined || role === undefined) return undefined;
  if (!childrenOf(root, NS.hl7, 'templateId').some((one) => attr(one, 'root') === TEMPLATES[kind])) return undefined;
  const related = childrenOf(supply, NS.hl7, 'entryRelationship');
  const prescribed = related.find((one) => attr(one, 'typeCode') === 'REFR');
  return {
    kind, id,
    patients: childrenOf(role, NS.hl7, 'id').flatMap((one) => idFrom(one) ?? []),
    prescription: idFrom(hl7(root, 'inFulfillmentOf', 'order', 'id')),
    item: idFrom(hl7(prescribed, 'substanceAdministration', 'id')),
    packages: packagesOf(supply),
    substituted: related.some((one) => {
      const act = hl7(one, 'act', 'code');
      return attr(one, 'typeCode') === 'COMP' && act !== undefined && attr(act, 'code') === 'SUBST';
    }),
  };
}

export const sameId = (a: InstanceIdentifier | undefined, b: InstanceIdentifier | undefined): boolean =>
  a !== undefined && b !== undefined && a.root === b.root && a.extension === b.extension;
