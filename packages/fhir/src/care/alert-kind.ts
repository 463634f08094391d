import type { AlertRecord } from '@ncp/domain';
import { nodeIn, nodesIn, textIn, type FhirNode } from '../node.js';
import { CARE_ALERT_TYPES, CARE_EXTENSIONS, CARE_SYSTEMS } from './care-constants.js';
import { termsIn } from './terms.js';

type Kind = AlertRecord['kind'];

const BY_EXTENSION: readonly (readonly [url: string, kind: Kind])[] = [
  [CARE_EXTENSIONS.alertSeverity, 'hypersensitivity'], [CARE_EXTENSIONS.alertCertainty, 'hypersensitivity'],
  [CARE_EXTENSIONS.alertHypersensitivityType, 'hypersensitivity'], [CARE_EXTENSIONS.alertPharmaceutical, 'hypersensitivity'],
  [CARE_EXTENSIONS.alertOther, 'hypersensitivity'],
  [CARE_EXTENSIONS.allergyReference, 'hypersensitivity'],
  [CARE_EXTENSIONS.alertDisease, 'serious-disease'], [CARE_EXTENSIONS.alertCommunicable, 'communicable-disease'],
  [CARE_EXTENSIONS.alertTransmission, 'communicable-disease'], [CARE_EXTENSIONS.alertTreatmentText, 'treatment'],
  [CARE_EXTENSIONS.alertTreatmentCode, 'treatment'], [CARE_EXTENSIONS.alertTreatmentDrug, 'treatment'],
  [CARE_EXTENSIONS.alertRestriction, 'restriction-of-care'], [CARE_EXTENSIONS.alertUnstructured, 'unstructured'],
];

/** Words of KV Uppmärksamhetstyp, which has no OID: compared whole, in lower case. */
const BY_WORDS: Readonly<Record<string, Kind>> = {
  'överkänslighet': 'hypersensitivity', 'allvarlig sjukdom': 'serious-disease', 'allvarlig behandling': 'treatment', 'behandling': 'treatment',
  'smittsam sjukdom': 'communicable-disease', 'smitta': 'communicable-disease', 'arbetsmiljörisk': 'communicable-disease',
  'vårdbegränsning': 'restriction-of-care', 'begränsning av vård': 'restriction-of-care', 'särskild vårdrutin': 'restriction-of-care',
  'ostrukturerad': 'unstructured', 'ostrukturerad varning': 'unstructured', 'historisk varning': 'unstructured',
};

const byCode = (flag: FhirNode): Kind | undefined => {
  for (const category of nodesIn(flag, 'category')) {
    for (const coding of nodesIn(category, 'coding')) {
      if (textIn(coding, 'system') !== CARE_SYSTEMS.alertType) continue;
      const code = (textIn(coding, 'code') ?? '').toLowerCase();
      const found = Object.entries(CARE_ALERT_TYPES).find(([type]) => code === type || code.startsWith(`${type}-`));
      if (found !== undefined) return found[1];
    }
  }
  return undefined;
};

const byWords = (flag: FhirNode): Kind | undefined => {
  const words = termsIn(flag, 'category').flatMap(({ text, codings }) => [text, ...codings.map(({ display }) => display)]);
  return words.flatMap((word) => BY_WORDS[word?.toLowerCase() ?? ''] ?? [])[0];
};

const byExtension = (flag: FhirNode): Kind | undefined => {
  const urls = new Set(nodesIn(flag, 'extension').map((extension) => textIn(extension, 'url')));
  return BY_EXTENSION.find(([url]) => urls.has(url))?.[1];
};

/** flag-detail may also point at observations. */
const pointsAtAllergy = (flag: FhirNode): boolean => nodesIn(flag, 'extension').some((extension) => {
  const reference = textIn(extension, 'url') === CARE_EXTENSIONS.flagDetail ? nodeIn(extension, 'valueReference') : undefined;
  return reference !== undefined && textIn(reference, 'reference')?.includes('AllergyIntolerance/') === true;
});

/**
 * What a Flag is about: which of the six bodies stands in it, its type code, its words. One that tells none of these is
 * `unstructured`: it is shown as words and nothing is concluded from it.
 */
export const alertKind = (flag: FhirNode, hasAllergy: boolean): Kind =>
  (hasAllergy || pointsAtAllergy(flag) ? 'hypersensitivity' : undefined) ?? byExtension(flag) ?? byCode(flag) ?? byWords(flag) ?? 'unstructured';
