import { element, NS, type XmlElement } from '@ncp/xml';
import { extrinsicObject, type DocumentEntry } from './document-entry.js';
import { ASSOCIATION_TYPE } from './registry-codes.js';
import type { MakeUuid } from './registry-object.js';
import { errorList, statusUrn, type RegistryError, type ResponseStatus } from './registry-response.js';

/** Two entries that are the same document in two forms, by their unique ids: the PDF was made from the coded one. */
export interface TransformAssociation {
  /** Unique id of the PDF (L1). */
  readonly source: string;
  /** Unique id of the coded document (L3). */
  readonly target: string;
}

export interface AdhocAnswer {
  readonly status: ResponseStatus;
  readonly entries: readonly DocumentEntry[];
  readonly associations: readonly TransformAssociation[];
  readonly errors: readonly RegistryError[];
}

/**
 * Writes the answer to ITI-38. The object list is always there, empty or not; an association follows directly after
 * the later of its two entries (wire-contract 2.5). An association that names an entry that is not listed is not
 * written: only one flavour exists then.
 */
export const encodeAdhocResponse = (answer: AdhocAnswer, uuid: MakeUuid): XmlElement =>
  element(NS.query, 'query:AdhocQueryResponse', { status: statusUrn(answer.status) },
    errorList(answer.errors),
    element(NS.rim, 'rim:RegistryObjectList', {}, registryObjects(answer, uuid)));

const registryObjects = (answer: AdhocAnswer, uuid: MakeUuid): readonly XmlElement[] => {
  const objectIds = new Map<string, string>();
  return answer.entries.flatMap((entry) => {
    const id = `urn:uuid:${uuid()}`;
    objectIds.set(entry.uniqueId, id);
    const completed = answer.associations.filter(
      ({ source, target }) => (source === entry.uniqueId || target === entry.uniqueId) && objectIds.has(source) && objectIds.has(target));
    return [extrinsicObject(entry, id, uuid), ...completed.map((one) => association(one, objectIds, uuid))];
  });
};

const association = (pair: TransformAssociation, objectIds: ReadonlyMap<string, string>, uuid: MakeUuid): XmlElement =>
  element(NS.rim, 'rim:Association', {
    id: `urn:uuid:${uuid()}`,
    associationType: ASSOCIATION_TYPE.transform,
    sourceObject: objectIds.get(pair.source),
    targetObject: objectIds.get(pair.target),
  });
