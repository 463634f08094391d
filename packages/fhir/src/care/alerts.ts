import { CODE_SYSTEMS, compareDates, IDENTIFIER_ROOTS, type AlertRecord, type CalendarDate, type RecordTerm } from '@ncp/domain';
import { extensionIn, malformed, nodeIn, nodesIn, optional, textIn, textsIn, type FhirNode } from '../node.js';
import { alertKind } from './alert-kind.js';
import { CARE_EXTENSIONS } from './care-constants.js';
import { notCarried, referenceName, type CareEntry } from './entry.js';
import { keyOf, originOf, type Custodies } from './origin.js';
import { careDayIn, lastDayIn } from './times.js';
import { notesOf, termIn, termOf, wordsIn } from './terms.js';

const extensionTerm = (node: FhirNode | undefined, url: string): RecordTerm | undefined => {
  const extension = node === undefined ? undefined : extensionIn(node, url);
  return extension === undefined ? undefined : termIn(extension, 'valueCodeableConcept');
};
const extensionWords = (node: FhirNode, url: string): string | undefined => {
  const extension = extensionIn(node, url);
  return extension === undefined ? undefined : wordsIn(extension, 'valueString');
};
const partsOf = (node: FhirNode, url: string, name: string): readonly FhirNode[] => {
  const extension = extensionIn(node, url);
  return extension === undefined ? [] : nodesIn(extension, 'extension').filter((part) => textIn(part, 'url') === name);
};
const partWords = (node: FhirNode, url: string, name: string): readonly string[] => partsOf(node, url, name).flatMap((part) => wordsIn(part, 'valueString') ?? []);
const partTerm = (node: FhirNode, url: string, name: string): RecordTerm | undefined => {
  const [part] = partsOf(node, url, name);
  return part === undefined ? undefined : termIn(part, 'valueCodeableConcept');
};

const words = (text: string | undefined): RecordTerm | undefined => (text === undefined ? undefined : { codings: [], text });
const E = CARE_EXTENSIONS;
const REACTION_SEVERITY = 'http://hl7.org/fhir/reaction-event-severity';

/** Agent, disease, treatment or heading: the code of the Flag, else of its AllergyIntolerance, else the body's own extension. */
const subjectOf = (flag: FhirNode, allergy: FhirNode | undefined): RecordTerm | undefined =>
  termIn(flag, 'code') ?? (allergy === undefined ? undefined : termIn(allergy, 'code')) ??
  partTerm(flag, E.alertPharmaceutical, 'atcSubstance') ?? words(partWords(flag, E.alertPharmaceutical, 'nonATCSubstance')[0]) ??
  partTerm(flag, E.alertOther, 'hypersensitivityAgentCode') ?? words(partWords(flag, E.alertOther, 'hypersensitivityAgent')[0]) ??
  extensionTerm(flag, E.alertDisease) ?? extensionTerm(flag, E.alertCommunicable) ?? extensionTerm(flag, E.alertTreatmentCode) ??
  words(extensionWords(flag, E.alertTreatmentText)) ?? words(partWords(flag, E.alertUnstructured, 'heading')[0]) ?? words(extensionWords(flag, E.alertRestriction));

const DRUG_SYSTEMS: ReadonlySet<string> = new Set([CODE_SYSTEMS.atc, IDENTIFIER_ROOTS.nplId, IDENTIFIER_ROOTS.nplPackId]);
const AGENT_BY_CATEGORY: Readonly<Record<string, AlertRecord['agentKind']>> = { medication: 'drug', food: 'other', environment: 'other' };

/** A medicine or not, where the record says: by the body it stands in, by the system of its code, by the category of its allergy. */
const agentKindOf = (flag: FhirNode | undefined, allergy: FhirNode | undefined, subject: RecordTerm): AlertRecord['agentKind'] => {
  if (flag !== undefined && extensionIn(flag, E.alertPharmaceutical) !== undefined) return 'drug';
  if (flag !== undefined && extensionIn(flag, E.alertOther) !== undefined) return 'other';
  if (subject.codings.some(({ codeSystem }) => DRUG_SYSTEMS.has(codeSystem))) return 'drug';
  const kinds = new Set(allergy === undefined ? [] : textsIn(allergy, 'category').flatMap((category) => AGENT_BY_CATEGORY[category] ?? []));
  return kinds.size === 1 ? [...kinds][0] : undefined;
};

const nplIdsOf = (term: RecordTerm | undefined): readonly string[] =>
  (term?.codings ?? []).filter(({ codeSystem }) => codeSystem === IDENTIFIER_ROOTS.nplId).map(({ code }) => code);

const productsOf = (flag: FhirNode | undefined, allergy: FhirNode | undefined): readonly string[] => [...new Set([
  ...(flag === undefined ? [] : partsOf(flag, E.alertPharmaceutical, 'pharmaceuticalProductId').flatMap((part) => nplIdsOf(termIn(part, 'valueCodeableConcept')))),
  ...(flag === undefined ? [] : nplIdsOf(extensionTerm(flag, E.alertPharmaceutical))),
  ...(allergy === undefined ? [] : nodesIn(allergy, 'reaction').flatMap((reaction) => nplIdsOf(termIn(reaction, 'substance')))),
])];

/** Severity of a reaction as FHIR codes it: a witness where the Flag has none. */
const reactionSeverity = (allergy: FhirNode | undefined): RecordTerm | undefined => {
  const code = allergy === undefined ? undefined : nodesIn(allergy, 'reaction').flatMap((reaction) => wordsIn(reaction, 'severity') ?? [])[0];
  return code === undefined ? undefined : { codings: [{ code, codeSystem: REACTION_SEVERITY }] };
};

/** The medicines and the way of transmission have no field of their own in the record: they are told in words. */
const detailsOf = (flag: FhirNode): readonly string[] => nodesIn(flag, 'extension').flatMap((extension) => {
  const url = textIn(extension, 'url');
  if (url !== E.alertTreatmentDrug && url !== E.alertTransmission) return [];
  const term = termOf(nodeIn(extension, 'valueCodeableConcept'));
  const codes = (term?.codings ?? []).map(({ code, display }) => (display === undefined ? code : `${display} (${code})`));
  return term === undefined ? [] : [term.text ?? codes.join(', ')];
});

const commentsOf = (flag: FhirNode | undefined, allergy: FhirNode | undefined): readonly string[] => {
  const own = flag === undefined ? [] : [
    extensionWords(flag, E.alertComment), ...partWords(flag, E.alertPharmaceutical, 'nonATCSubstanceComment'), extensionWords(flag, E.alertTreatmentText),
    extensionWords(flag, E.alertRestriction), ...partWords(flag, E.alertUnstructured, 'content'), extensionWords(flag, E.alertObsoleteComment), ...detailsOf(flag),
  ].filter((comment) => comment !== undefined);
  return [...new Set([...own, ...(allergy === undefined ? [] : notesOf(allergy))])];
};

const earlier = (a: CalendarDate | undefined, b: CalendarDate | undefined): CalendarDate | undefined =>
  a === undefined || (b !== undefined && compareDates(b, a) < 0) ? b : a;

const endOf = (flag: FhirNode): CalendarDate | undefined => {
  const period = nodeIn(flag, 'period');
  const obsolete = extensionIn(flag, E.alertObsoleteTime);
  return earlier(period === undefined ? undefined : lastDayIn(period, 'end'), obsolete === undefined ? undefined : lastDayIn(obsolete, 'valueDateTime'));
};

const ascertainedOf = (flag: FhirNode | undefined, allergy: FhirNode | undefined): CalendarDate | undefined => {
  const extension = flag === undefined ? undefined : extensionIn(flag, E.alertAscertained);
  const own = extension === undefined ? undefined : careDayIn(extension, 'valueDate') ?? careDayIn(extension, 'valueDateTime');
  return own ?? (allergy === undefined ? undefined : careDayIn(allergy, 'onsetDateTime'));
};

/** `active` is a constant of the mapping and proves nothing; a word that takes the record back must not be lost. */
const checkStanding = (flag: FhirNode | undefined, allergy: FhirNode | undefined): void => {
  if (flag !== undefined && (textIn(flag, 'status') ?? 'active') !== 'active') throw notCarried('Flag.status');
  for (const [name, takenBack] of [['verificationStatus', ['refuted', 'entered-in-error']], ['clinicalStatus', ['inactive', 'resolved']]] as const) {
    const codings = allergy === undefined ? [] : nodesIn(nodeIn(allergy, name) ?? { value: {}, path: '' }, 'coding');
    if (codings.some((coding) => takenBack.some((code) => code === textIn(coding, 'code')))) throw notCarried(`AllergyIntolerance.${name}`);
  }
};

/**
 * GetAlertInformation: a Flag with the AllergyIntolerance made of the same record, if there is one (sweden-patient-summary 2).
 * Certainty and severity are read from the Flag: the AllergyIntolerance says `confirmed` of everything.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readAlert(flag: CareEntry, allergy: CareEntry | undefined, custodies: Custodies): AlertRecord {
  const { node } = flag;
  checkStanding(node, allergy?.node);
  const subject = subjectOf(node, allergy?.node);
  if (subject === undefined) throw malformed('Flag.code');
  const period = nodeIn(node, 'period');
  const kind = alertKind(node, allergy !== undefined);
  return {
    type: 'alert', kind, subject, ...(kind === 'hypersensitivity' ? optional('agentKind', agentKindOf(node, allergy?.node, subject)) : {}),
    origin: originOf(flag, custodies, allergy === undefined ? [] : [allergy]),
    ...optional('hypersensitivityType', extensionTerm(node, E.alertHypersensitivityType) ?? secondCategory(node)),
    products: productsOf(node, allergy?.node),
    ...optional('severity', extensionTerm(node, E.alertSeverity) ?? reactionSeverity(allergy?.node)), ...optional('certainty', extensionTerm(node, E.alertCertainty)),
    ...optional('ascertained', ascertainedOf(node, allergy?.node)),
    ...optional('start', period === undefined ? undefined : careDayIn(period, 'start')), ...optional('end', endOf(node)),
    comments: commentsOf(node, allergy?.node),
  };
}

/** category[hypersensitivityType]: the category beside that of the alert type. */
const secondCategory = (flag: FhirNode): RecordTerm | undefined => termOf(nodesIn(flag, 'category')[1]);

/**
 * An AllergyIntolerance whose Flag did not come. Whether it still holds is not known; left out it would be a missing warning,
 * so it is read as it stands and the missing Flag is told beside it.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readLoneAllergy(allergy: CareEntry, custodies: Custodies): AlertRecord {
  const { node } = allergy;
  checkStanding(undefined, node);
  const subject = termIn(node, 'code');
  if (subject === undefined) throw malformed('AllergyIntolerance.code');
  return {
    type: 'alert', kind: 'hypersensitivity', subject, origin: originOf(allergy, custodies), products: productsOf(undefined, node),
    ...optional('agentKind', agentKindOf(undefined, node, subject)),
    ...optional('severity', reactionSeverity(node)), ...optional('ascertained', ascertainedOf(undefined, node)), comments: commentsOf(undefined, node),
  };
}

/** One Flag and what belongs to it; `strays` are AllergyIntolerances of no Flag. */
export interface JoinedAlerts {
  readonly joined: readonly { readonly flag: CareEntry; readonly allergy?: CareEntry }[];
  readonly strays: readonly CareEntry[];
  /** Those of a Flag's record that were not joined with it: another one was, or it is not clear which should be. */
  readonly unclear: readonly CareEntry[];
}

const pointedAt = (flag: FhirNode): ReadonlySet<string> => new Set(nodesIn(flag, 'extension')
  .filter((extension) => [E.flagDetail, E.allergyReference].some((url) => url === textIn(extension, 'url')))
  .flatMap((extension) => {
    const reference = nodeIn(extension, 'valueReference');
    const text = reference === undefined ? undefined : textIn(reference, 'reference');
    return text === undefined ? [] : [referenceName(text)];
  }));

/** What a row is joined by can be read. @throws NcpError NCP_NATIONAL_MALFORMED */
export function checkJoinable({ node }: CareEntry): void {
  keyOf(node);
  pointedAt(node);
}

/** Joins by source and identifier, and by the Flag's own reference where there are several (sweden-patient-summary 2). @throws NcpError NCP_NATIONAL_MALFORMED */
export function joinAlerts(flags: readonly CareEntry[], allergies: readonly CareEntry[]): JoinedAlerts {
  const taken = new Set<CareEntry>();
  const flagged = new Set(flags.map(({ node }) => keyOf(node)));
  const joined = flags.map((flag) => {
    const key = keyOf(flag.node);
    const targets = pointedAt(flag.node);
    const same = allergies.filter((allergy) => key !== undefined && keyOf(allergy.node) === key);
    const named = same.filter((allergy) => [...allergy.names].some((name) => targets.has(name)));
    const [only, another] = named.length > 0 ? named : same;
    if (only === undefined || another !== undefined) return { flag };
    taken.add(only);
    return { flag, allergy: only };
  });
  const rest = allergies.filter((allergy) => !taken.has(allergy));
  const hasFlag = ({ node }: CareEntry): boolean => flagged.has(keyOf(node));
  return { joined, strays: rest.filter((allergy) => !hasFlag(allergy)), unclear: rest.filter(hasFlag) };
}
