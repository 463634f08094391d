import { CODE_SYSTEMS, IDENTIFIER_ROOTS, type OrdinationMedicine, type OrdinationRecord } from '@ncp/domain';
import { NLL_SYSTEMS } from '../national-constants.js';
import { extensionIn, flagIn, malformed, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { CARE_EXTENSIONS, LOCAL_CARE_EXTENSIONS } from './care-constants.js';
import { notCarried, type CareEntry } from './entry.js';
import { originOf, type Custodies } from './origin.js';
import { careDayIn, lastDayIn } from './times.js';
import { termIn, termsIn, wordsIn } from './terms.js';

const L = LOCAL_CARE_EXTENSIONS;
const KINDS: readonly OrdinationMedicine['kind'][] = ['drug', 'article', 'generic', 'merchandise', 'unstructured'];

const extensionText = (node: FhirNode, url: string): string | undefined => {
  const extension = extensionIn(node, url);
  return extension === undefined ? undefined : wordsIn(extension, 'valueString') ?? wordsIn(extension, 'valueCode');
};

/** The source says which of five forms it uses; the guide's resource does not. What it shows decides, and nothing is merchandise on suspicion. */
function medicineOf(node: FhirNode): OrdinationMedicine {
  const term = termIn(node, 'medicationCodeableConcept');
  if (term === undefined) {
    if (node.value['medicationReference'] !== undefined) throw malformed('MedicationStatement.medicationReference');
    return { kind: 'missing' };
  }
  const codeIn = (system: string): OrdinationMedicine['atc'] => term.codings.find(({ codeSystem }) => codeSystem === system);
  const nplId = codeIn(IDENTIFIER_ROOTS.nplId)?.code;
  const nplPackId = codeIn(IDENTIFIER_ROOTS.nplPackId)?.code;
  const atc = codeIn(CODE_SYSTEMS.atc);
  const said = KINDS.find((kind) => kind === extensionText(node, L.medicineKind));
  const shown = nplPackId !== undefined ? 'article' : nplId !== undefined || atc !== undefined ? 'drug' : codeIn(NLL_SYSTEMS.varunummer) === undefined ? 'unstructured' : 'merchandise';
  const isMedicine = nplId !== undefined || nplPackId !== undefined || atc !== undefined;
  return {
    // A thing with a medicine's code is a medicine.
    kind: said === undefined || (said === 'merchandise' && isMedicine) ? shown : said,
    ...optional('nplId', nplId), ...optional('nplPackId', nplPackId), ...optional('atc', atc),
    ...optional('text', term.text ?? term.codings.find(({ codeSystem }) => codeSystem === IDENTIFIER_ROOTS.nplId || codeSystem === IDENTIFIER_ROOTS.nplPackId)?.display ?? term.codings[0]?.display),
    ...optional('formText', extensionText(node, L.form)), ...optional('strengthText', extensionText(node, L.strength)),
  };
}

const isActive = (node: FhirNode): boolean => {
  const status = textIn(node, 'status');
  if (status === undefined) throw malformed('MedicationStatement.status');
  if (status === 'entered-in-error' || status === 'not-taken') throw notCarried('MedicationStatement.status');
  return status === 'active';
};

const TYPES: Readonly<Record<string, OrdinationRecord['prescriptionType']>> = { I: 'start', U: 'stop' };

const chainOf = (node: FhirNode): string | undefined => {
  const chain = extensionIn(node, L.prescriptionChain);
  if (chain === undefined) return undefined;
  const part = nodesIn(chain, 'extension').find((one) => textIn(one, 'url') === 'chainId');
  return wordsIn(chain, 'valueString') ?? (part === undefined ? undefined : wordsIn(part, 'valueString'));
};

/** The instruction, the short notation and the condition of one dosage, each in words as written. */
const dosageTexts = (node: FhirNode): readonly string[] => nodesIn(node, 'dosage').flatMap((dosage) => {
  const conditions = termsIn(dosage, 'additionalInstruction').flatMap(({ text }) => text ?? []);
  const parts = [wordsIn(dosage, 'text'), ...conditions].filter((part) => part !== undefined);
  const short = wordsIn(dosage, 'patientInstruction');
  if (parts.length === 0) return short === undefined ? [] : [short];
  return [`${parts.join('; ')}${short === undefined ? '' : ` (${short})`}`];
});

/**
 * GetMedicationHistory: one ordination (sweden-patient-summary 5). An active `U` is a stopped medicine; the two are kept apart here.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readOrdination(entry: CareEntry, custodies: Custodies): OrdinationRecord {
  const { node } = entry;
  const active = isActive(node);
  const period = nodeIn(node, 'effectivePeriod');
  const selfMedication = extensionIn(node, CARE_EXTENSIONS.selfMedication);
  const [dosage] = nodesIn(node, 'dosage');
  return {
    type: 'ordination', origin: originOf(entry, custodies), active,
    prescriptionType: TYPES[extensionText(node, L.prescriptionType)?.toUpperCase() ?? ''] ?? 'unknown',
    ...optional('chainId', chainOf(node)), medicine: medicineOf(node),
    ...optional('start', period === undefined ? careDayIn(node, 'effectiveDateTime') : careDayIn(period, 'start')),
    ...optional('end', period === undefined ? undefined : lastDayIn(period, 'end')),
    dosageTexts: dosageTexts(node), ...optional('route', dosage === undefined ? undefined : termIn(dosage, 'route')),
    ...optional('reason', termsIn(node, 'reasonCode')[0]),
    selfMedication: selfMedication !== undefined && flagIn(selfMedication, 'valueBoolean') === true,
  };
}
