import { NcpError } from '@ncp/domain';
import { attr, childrenOf, element, NS, textOf, walk, type XmlElement } from '@ncp/xml';
import type { IheLimits } from './limits.js';

/** `rim:Slot`: a name with a list of values. */

export const slot = (name: string, ...values: readonly string[]): XmlElement =>
  element(NS.rim, 'rim:Slot', { name },
    element(NS.rim, 'rim:ValueList', {}, values.map((value) => element(NS.rim, 'rim:Value', {}, value))));

/** Slots of one object; values trimmed, empty ones left out, slots of the same name taken together. */
export const readSlots = (owner: XmlElement): ReadonlyMap<string, readonly string[]> => {
  const slots = new Map<string, readonly string[]>();
  for (const found of childrenOf(owner, NS.rim, 'Slot')) {
    const name = attr(found, 'name') ?? '';
    const values = childrenOf(found, NS.rim, 'ValueList')
      .flatMap((list) => childrenOf(list, NS.rim, 'Value'))
      .map((value) => textOf(value).trim())
      .filter((text) => text !== '');
    slots.set(name, [...(slots.get(name) ?? []), ...values]);
  }
  return slots;
};

export const firstValue = (slots: ReadonlyMap<string, readonly string[]>, name: string): string | undefined =>
  slots.get(name)?.[0];

/** @throws NcpError NCP_IHE_LIMIT when the subtree holds more slots or values than allowed (decisions 3.3) */
export const requireSlotLimits = (root: XmlElement, limits: IheLimits): void => {
  let slots = 0;
  let values = 0;
  for (const found of walk(root)) {
    if (found.ns !== NS.rim) continue;
    if (found.local === 'Slot') slots += 1;
    if (found.local === 'Value') values += 1;
  }
  if (slots > limits.maxSlots || values > limits.maxValues) throw new NcpError('NCP_IHE_LIMIT', { slots, values });
};
