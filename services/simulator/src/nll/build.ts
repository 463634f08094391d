import { fhirObject, FhirNumber, isFhirList, isFhirNumber, isFhirObject, type FhirObject, type FhirValue } from '@ncp/fhir';

/** Small words for writing and reading FHIR in the simulator, which reads its own data without the gateway's codecs. */

export const num = (value: string | number): FhirNumber => new FhirNumber(String(value));
export const ext = (url: string, member: string, value: FhirValue): FhirObject => ({ url, [member]: value });
export const coding = (system: string, code: string, display?: string): FhirObject => fhirObject({ system, code, display });
export const identifier = (system: string, value: string): FhirObject => ({ system, value });
export const reference = (to: string): FhirObject => ({ reference: to });

/** Follows names and list positions; undefined as soon as something is not there. */
export function at(value: FhirValue | undefined, ...path: readonly (string | number)[]): FhirValue | undefined {
  let current = value;
  for (const step of path) {
    if (typeof step === 'number') current = isFhirList(current) ? current[step] : undefined;
    else current = isFhirObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}

export const textAt = (value: FhirValue | undefined, ...path: readonly (string | number)[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
};
export const numberAt = (value: FhirValue | undefined, ...path: readonly (string | number)[]): string | undefined => {
  const found = at(value, ...path);
  return isFhirNumber(found) ? found.text : undefined;
};
export const flagAt = (value: FhirValue | undefined, ...path: readonly (string | number)[]): boolean =>
  at(value, ...path) === true;

export const listAt = (value: FhirValue | undefined, ...path: readonly (string | number)[]): readonly FhirObject[] => {
  const found = at(value, ...path);
  return isFhirList(found) ? found.filter(isFhirObject) : [];
};

export const extensionAt = (value: FhirValue | undefined, url: string): FhirObject | undefined =>
  listAt(value, 'extension').find((entry) => entry['url'] === url);

export const idOf = (resource: FhirObject): string => textAt(resource, 'id') ?? '';
export const typeOf = (resource: FhirObject): string => textAt(resource, 'resourceType') ?? '';
export const versionOf = (resource: FhirObject): string => textAt(resource, 'meta', 'versionId') ?? '';

/** `MedicationRequest/x/_history/2` -> `x`. */
export const referencedId = (value: string | undefined): string => (value ?? '').split('/_history/')[0]?.split('/').at(-1) ?? '';

/** The object with some members replaced; `undefined` removes one. */
export const replaced = (resource: FhirObject, members: Readonly<Record<string, FhirValue | undefined>>): FhirObject =>
  fhirObject({ ...resource, ...members });

/** The resource with the extensions of these URLs replaced by the given ones, at the end. */
export const withExtensions = (resource: FhirObject, urls: readonly string[], extensions: readonly FhirObject[]): FhirObject => {
  const kept = listAt(resource, 'extension').filter((entry) => !urls.includes(String(entry['url'])));
  const all = [...kept, ...extensions];
  return replaced(resource, { extension: all.length === 0 ? undefined : all });
};
