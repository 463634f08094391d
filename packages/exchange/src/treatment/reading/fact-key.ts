/** Long element paths of the format, in the words that keys and labels use; the longest that fits is taken. Empty: left out. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['consumable/manufacturedProduct/manufacturedMaterial', 'product'],
  ['product/manufacturedProduct/manufacturedMaterial', 'product'],
  ['consumable/manufacturedProduct', 'product'],
  ['product/manufacturedProduct', 'product'],
  ['asSpecializedKind/generalizedMaterialKind', 'kind'],
  ['ingredient/ingredientSubstance', 'ingredient'],
  ['asContent', 'package'],
  ['containerPackagedProduct', ''],
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
  ['effectiveTime:TS', 'time'],
  ['effectiveTime', 'time'],
  ['referenceRange/observationRange', 'reference-range'],
  ['formCode', 'form'], ['desc', 'strength'], ['doseQuantity', 'dose'], ['rateQuantity', 'rate'], ['maxDoseQuantity', 'max-dose'],
  ['routeCode', 'route'], ['statusCode', 'status'], ['lotNumberText', 'lot'], ['languageCode', 'language'], ['functionCode', 'role'],
  ['administrativeGenderCode', 'gender'], ['birthTime', 'birth-time'], ['representedOrganization', 'organisation'], ['assignedPerson', 'person'],
  ['scopingOrganization', 'organisation'], ['associatedPerson', 'person'], ['targetSiteCode', 'body-site'], ['approachSiteCode', 'approach-site'],
  ['interpretationCode', 'interpretation'], ['expirationTime', 'expiry'],
]);

const LONGEST = 3;

/** Documents say the same few hundred paths over and over; one that is made to have others takes no more room than this. */
const MOST_REMEMBERED = 4096;
const remembered = new Map<string, string>();

/** A fact's path in short words, dots between: `product.package.quantity`. */
export const factKey = (path: string): string => {
  const known = remembered.get(path);
  if (known !== undefined) return known;
  const key = inShortWords(path);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(path, key);
  return key;
};

const inShortWords = (path: string): string => {
  const names = path.split('/');
  const words: string[] = [];
  for (let at = 0; at < names.length;) {
    let length = Math.min(LONGEST, names.length - at);
    let word: string | undefined;
    for (; length > 0 && word === undefined; length -= 1) word = SHORT.get(names.slice(at, at + length).join('/'));
    if (word === undefined) words.push(names[at] ?? '');
    else if (word !== '') words.push(word);
    at += word === undefined ? 1 : length + 1;
  }
  return words.join('.');
};
