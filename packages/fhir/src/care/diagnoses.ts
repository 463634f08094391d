import { stockholmDate, type DiagnosisRecord } from '@ncp/domain';
import { extensionIn, flagIn, malformed, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { CARE_EXTENSIONS, CARE_SYSTEMS, foldedProfile, LOCAL_CARE_EXTENSIONS } from './care-constants.js';
import { notCarried, type CareEntry } from './entry.js';
import { originOf, type Custodies } from './origin.js';
import { careDayIn } from './times.js';
import { requireTerm } from './terms.js';

export const profilesOf = (node: FhirNode): readonly string[] => {
  const meta = nodeIn(node, 'meta');
  const profiles = meta === undefined ? undefined : meta.value['profile'];
  return Array.isArray(profiles) ? (profiles as readonly unknown[]).flatMap((url) => (typeof url === 'string' ? foldedProfile(url) : [])) : [];
};

export const categoryCodes = (node: FhirNode): readonly { readonly system: string; readonly code: string }[] =>
  nodesIn(node, 'category').flatMap((category) => nodesIn(category, 'coding').map((coding) => ({ system: textIn(coding, 'system') ?? '', code: textIn(coding, 'code') ?? '' })));

/** Spellings of the guide's page and of its code system. */
const TYPES: Readonly<Record<string, DiagnosisRecord['category']>> = { hd: 'main', huvuddiagnos: 'main', by: 'secondary', bidiagnos: 'secondary' };

const categoryOf = (node: FhirNode): DiagnosisRecord['category'] => categoryCodes(node).flatMap(({ code }) => TYPES[code.toLowerCase()] ?? [])[0] ?? 'unknown';

/** `confirmed` and `active` are constants of the mapping; a word that takes the diagnosis back must not be lost. */
export function checkCondition(node: FhirNode): void {
  const said = (name: string): readonly string[] => nodesIn(nodeIn(node, name) ?? { value: {}, path: '' }, 'coding').map((coding) => textIn(coding, 'code') ?? '');
  if (said('verificationStatus').some((code) => code === 'refuted' || code === 'entered-in-error')) throw notCarried('Condition.verificationStatus');
  if (said('clinicalStatus').some((code) => ['inactive', 'remission', 'resolved'].includes(code))) throw notCarried('Condition.clinicalStatus');
}

/** Signature time is mapped from the signature alone in this contract, so it is a signature. */
const hasSignatureTime = (node: FhirNode): boolean => {
  const asserted = extensionIn(node, CARE_EXTENSIONS.assertedDate);
  return asserted !== undefined && textIn(asserted, 'valueDateTime') !== undefined;
};

/**
 * GetDiagnosis: one assessment at one visit (sweden-patient-summary 3). `onsetDateTime` is the time of the assessment.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readDiagnosis(entry: CareEntry, custodies: Custodies): DiagnosisRecord {
  const { node } = entry;
  checkCondition(node);
  const origin = originOf(entry, custodies);
  const chronic = extensionIn(node, LOCAL_CARE_EXTENSIONS.chronic);
  const recordedOn = careDayIn(node, 'recordedDate') ?? (origin.recorded === undefined ? undefined : stockholmDate(origin.recorded));
  if (recordedOn === undefined) throw malformed('Condition.recordedDate');
  return {
    type: 'diagnosis', origin: { ...origin, signed: origin.signed || hasSignatureTime(node) }, category: categoryOf(node),
    diagnosis: requireTerm(node, 'code'), ...optional('assessed', careDayIn(node, 'onsetDateTime')), recordedOn,
    chronic: chronic !== undefined && flagIn(chronic, 'valueBoolean') === true,
  };
}

const PERSONAL_ADL = 'pad-pad';
const DISABILITY = 'fun-fun';

/** The contract a Condition comes from. Any sign of an assessment of ability wins: such a Condition is not a problem. */
export function conditionContract(node: FhirNode): 'diagnoses' | 'functional-status' | undefined {
  const profiles = profilesOf(node);
  const codes = categoryCodes(node);
  const functional = profiles.includes('conditionfunctional') || codes.some(({ system, code }) => system === CARE_SYSTEMS.assessmentCategory || code === PERSONAL_ADL || code === DISABILITY);
  if (functional) return 'functional-status';
  const diagnosis = profiles.includes('conditiondiagnosis') || codes.some(({ system, code }) => system === CARE_SYSTEMS.diagnosisType || TYPES[code.toLowerCase()] !== undefined);
  return diagnosis ? 'diagnoses' : undefined;
}
