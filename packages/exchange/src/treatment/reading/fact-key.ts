/** Long element paths of the format, in the words that keys and labels use. The first that fits is replaced. */
const SHORT: readonly (readonly [long: string, short: string])[] = [
  ['consumable/manufacturedProduct/manufacturedMaterial', 'product'],
  ['product/manufacturedProduct/manufacturedMaterial', 'product'],
  ['consumable/manufacturedProduct', 'product'],
  ['product/manufacturedProduct', 'product'],
  ['asSpecializedKind/generalizedMaterialKind', 'kind'],
  ['ingredient/ingredientSubstance', 'ingredient'],
  ['asContent/containerPackagedProduct', 'package'],
  ['part/partProduct', 'part'],
  ['marketingAuthorizationHolder', 'manufacturer'],
  ['manufacturerOrganization', 'manufacturer'],
  ['participant/participantRole/playingEntity', 'agent'],
  ['participant/participantRole/playingDevice', 'device'],
  ['participant/participantRole', 'agent-role'],
  ['recordTarget/patientRole/patient', 'patient'],
  ['recordTarget/patientRole', 'patient'],
  ['author/assignedAuthor', 'author'],
  ['legalAuthenticator/assignedEntity', 'authenticator'],
  ['performer/assignedEntity', 'performer'],
  ['custodian/assignedCustodian/representedCustodianOrganization', 'custodian'],
  ['documentationOf/serviceEvent', 'service-event'],
  ['componentOf/encompassingEncounter', 'encounter'],
  ['relatedDocument/parentDocument', 'related-document'],
  ['participant/associatedEntity', 'contact'],
  ['effectiveTime:IVL_TS', 'treatment'],
  ['effectiveTime:PIVL_TS', 'frequency'],
  ['effectiveTime:EIVL_TS', 'frequency'],
  ['effectiveTime:SXPR_TS', 'frequency'],
  ['effectiveTime', 'time'],
  ['referenceRange/observationRange', 'reference-range'],
];

const LAST: Readonly<Record<string, string>> = {
  formCode: 'form', desc: 'strength', doseQuantity: 'dose', rateQuantity: 'rate', maxDoseQuantity: 'max-dose', routeCode: 'route', statusCode: 'status',
  lotNumberText: 'lot', languageCode: 'language', functionCode: 'role', administrativeGenderCode: 'gender', birthTime: 'birth-time',
  representedOrganization: 'organisation', assignedPerson: 'person', scopingOrganization: 'organisation', associatedPerson: 'person',
  targetSiteCode: 'body-site', approachSiteCode: 'approach-site', interpretationCode: 'interpretation', expirationTime: 'expiry',
};

/** A fact's path in short words, dots between: `product.package.quantity`. */
export const factKey = (path: string): string => {
  let rest = `/${path}/`;
  for (const [long, short] of SHORT) rest = rest.replaceAll(`/${long}/`, `/${short}/`);
  // A container that holds a container: the first replacement leaves the outer one.
  rest = rest.replaceAll('/asContent/', '/package/').replaceAll('/containerPackagedProduct/', '/');
  return rest.split('/').filter((part) => part !== '').map((part) => LAST[part] ?? part).join('.');
};
