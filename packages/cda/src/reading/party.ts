import type { CodedValue, ForeignPharmacy, InstanceIdentifier, PersonName } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { readCode, readIdentifiers } from './data-types.js';
import { v3All, v3At, wholeText } from './elements.js';
import type { ReadingNotes } from './notes.js';

/** People and organisations of the header and of entries (cda-documents 1.9-1.11, 2). */

const parts = (name: XmlElement, local: string): readonly string[] =>
  v3All(name, local).map(wholeText).filter((part) => part !== undefined);

/** Family and given names as written; a name that is one piece of text is its family name. Undefined when empty. */
export const readPersonName = (person: XmlElement | undefined, notes: ReadingNotes): PersonName | undefined => {
  const name = v3At(person, 'name');
  if (name === undefined) return undefined;
  const family = parts(name, 'family');
  const given = parts(name, 'given');
  if (family.length > 0 || given.length > 0) return { family: family.join(' '), given };
  const whole = wholeText(name);
  if (whole === undefined) notes.note(name, 'name-empty');
  return whole === undefined ? undefined : { family: whole, given: [] };
};

export const writtenName = ({ family, given }: PersonName): string => [...given, family].filter((part) => part !== '').join(' ');

/** The first telephone number, without its scheme. */
const readPhone = (holder: XmlElement): string | undefined => {
  for (const telecom of v3All(holder, 'telecom')) {
    const value = attr(telecom, 'value')?.trim() ?? '';
    if (value.toLowerCase().startsWith('tel:') && value.length > 4) return value.slice(4);
  }
  return undefined;
};

export const readOrganisation = (el: XmlElement, notes: ReadingNotes): ForeignPharmacy => {
  const [id] = readIdentifiers(el, notes);
  const nameElement = v3At(el, 'name');
  const name = wholeText(nameElement);
  if (nameElement !== undefined && name === undefined) notes.note(nameElement, 'name-empty');
  const city = wholeText(v3At(el, 'addr', 'city'));
  const country = wholeText(v3At(el, 'addr', 'country'));
  const phone = readPhone(el);
  return {
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(city === undefined ? {} : { city }),
    ...(country === undefined ? {} : { country }),
    ...(phone === undefined ? {} : { phone }),
  };
};

/** A professional who acts: the author of a document or the performer of an act. */
export interface Actor {
  readonly name?: PersonName;
  readonly id?: InstanceIdentifier;
  readonly role?: CodedValue;
  readonly organisation?: ForeignPharmacy;
}

/** `entity` holds id, assignedPerson and representedOrganization; `participation` holds the function. */
export const readActor = (participation: XmlElement | undefined, entityName: 'assignedAuthor' | 'assignedEntity', notes: ReadingNotes): Actor => {
  const entity = v3At(participation, entityName);
  const name = readPersonName(v3At(entity, 'assignedPerson'), notes);
  const [id] = readIdentifiers(entity, notes);
  const role = readCode(v3At(participation, 'functionCode') ?? v3At(entity, 'code'), notes);
  const organisation = v3At(entity, 'representedOrganization');
  return {
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
    ...(role === undefined ? {} : { role }),
    ...(organisation === undefined ? {} : { organisation: readOrganisation(organisation, notes) }),
  };
};
