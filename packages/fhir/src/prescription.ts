import {
  isNcpError, stockholm, type ArticleReference, type CalendarDate, type Instant, type Prescription, type PrescriptionStatus,
} from '@ncp/domain';
import { codedValue, codeInSystem, codingsIn, quantityIn } from './coding.js';
import { decodeDosage } from './dosage.js';
import type { FhirValue } from './json.js';
import {
  countIn, dayIn, extensionIn, flagIn, instantIn, malformed, nodeIn, nodesIn, optional, referencedId, requireInstant, requireText,
  resourceNode, textIn, type FhirNode,
} from './node.js';
import { LOCAL_CODES, LOCAL_EXTENSIONS, NLL_CODES, NLL_EXTENSIONS, NLL_SYSTEMS } from './national-constants.js';
import { prescriberIn } from './practitioner.js';
import { unknownElements, type UnknownElement } from './unknown.js';

const KNOWN: ReadonlySet<string> = new Set<string>([...Object.values(NLL_EXTENSIONS), ...Object.values(LOCAL_EXTENSIONS)]);

const STATUSES: ReadonlySet<string> = new Set(['active', 'completed', 'stopped', 'cancelled', 'on-hold', 'entered-in-error']);
const isKnownStatus = (status: string): status is PrescriptionStatus => STATUSES.has(status);

/** Both intents are orders to a pharmacy here; NLL was seen with `plan`, other systems write `order`. */
const INTENTS: ReadonlySet<string> = new Set(['plan', 'order']);

const BLOCKS: ReadonlySet<string> = new Set([LOCAL_CODES.integrityBlock, LOCAL_CODES.secrecyBlock]);

const DAYS_IN: Readonly<Record<string, number>> = { d: 1, wk: 7 };

export interface DecodedPrescription {
  readonly prescription: Prescription;
  readonly unknown: readonly UnknownElement[];
}

const valueCode = (node: FhirNode | undefined): string | undefined => {
  if (node === undefined) return undefined;
  const coding = nodeIn(node, 'valueCoding');
  return coding === undefined ? textIn(node, 'valueCode') : textIn(coding, 'code');
};

const formatOf = (request: FhirNode): Prescription['format'] => {
  const code = valueCode(extensionIn(request, NLL_EXTENSIONS.prescriptionFormat));
  if (code === NLL_CODES.formatElectronic) return 'electronic';
  return code === LOCAL_CODES.formatPaper ? 'paper' : 'unknown';
};

/** The value type of this extension is not published: every likely one is read, and its presence alone counts. */
const receivingPharmacyOf = (request: FhirNode): string | undefined => {
  const extension = extensionIn(request, NLL_EXTENSIONS.receivingPharmacy);
  if (extension === undefined) return undefined;
  const reference = nodeIn(extension, 'valueReference');
  const identifier = nodeIn(extension, 'valueIdentifier') ?? (reference === undefined ? undefined : nodeIn(reference, 'identifier'));
  return (identifier === undefined ? undefined : textIn(identifier, 'value')) ?? textIn(extension, 'valueString') ??
    (reference === undefined ? undefined : textIn(reference, 'reference')) ?? 'unknown';
};

const articleOf = (request: FhirNode): ArticleReference => {
  const concept = nodeIn(request, 'medicationCodeableConcept');
  const code = (system: string): string | undefined => {
    const coding = codeInSystem(concept, system);
    return coding === undefined ? undefined : requireText(coding, 'code');
  };
  const atc = codeInSystem(concept, NLL_SYSTEMS.atc);
  return {
    ...optional('nplId', code(NLL_SYSTEMS.nplId)),
    ...optional('nplPackId', code(NLL_SYSTEMS.nplPackId)),
    ...optional('varunummer', code(NLL_SYSTEMS.varunummer)),
    ...optional('atc', atc === undefined ? undefined : codedValue(atc)),
    text: (concept === undefined ? undefined : textIn(concept, 'text')) ??
      codingsIn(concept).map((coding) => textIn(coding, 'display')).find((display) => display !== undefined) ?? '',
  };
};

/** authoredOn may be a day only: then midnight UTC of that day, written in Swedish time, which is the same day. */
const authoredOnOf = (request: FhirNode): Instant => {
  const written = requireText(request, 'authoredOn');
  if (written.length > 10) return requireInstant(request, 'authoredOn');
  const day = dayIn(request, 'authoredOn');
  const midnight = instantIn({ value: { day: `${day ?? ''}T00:00:00Z` }, path: `${request.path}.authoredOn` }, 'day');
  if (midnight === undefined) throw malformed(`${request.path}.authoredOn`);
  return stockholm(midnight);
};

const validityOf = (dispenseRequest: FhirNode | undefined): { readonly start?: CalendarDate; readonly end?: CalendarDate } => {
  const period = dispenseRequest === undefined ? undefined : nodeIn(dispenseRequest, 'validityPeriod');
  return period === undefined ? {} : { ...optional('start', dayIn(period, 'start')), ...optional('end', dayIn(period, 'end')) };
};

/** Whole days; `unreadable` when the interval is in a unit whose length in days is not fixed. */
const intervalOf = (dispenseRequest: FhirNode | undefined): number | 'unreadable' | undefined => {
  const interval = dispenseRequest === undefined ? undefined : quantityIn(dispenseRequest, 'dispenseInterval');
  if (interval === undefined) return undefined;
  const days = DAYS_IN[interval.unit.code ?? ''];
  return days === undefined || !/^[0-9]{1,4}$/.test(interval.value) ? 'unreadable' : Number(interval.value) * days;
};

const countOf = (dispenseRequest: FhirNode | undefined, url: string, member: string): number | undefined => {
  const extension = dispenseRequest === undefined ? undefined : extensionIn(dispenseRequest, url);
  return extension === undefined ? undefined : countIn(extension, member);
};

/**
 * NLLMedicationRequest (sweden-national 2.3). What might turn the meaning around, or is needed and cannot be read,
 * is listed in `notUnderstood`: such a prescription is not offered (CDA-05, decisions G22), the others of the list are.
 * @throws NcpError NCP_NATIONAL_MALFORMED when it cannot even be identified
 */
export function decodePrescription(value: FhirValue): DecodedPrescription {
  const node = resourceNode(value, 'MedicationRequest');
  const meta = nodeIn(node, 'meta');
  if (meta === undefined) throw malformed(`${node.path}.meta`);
  const unknown = unknownElements(node.value, node.path, KNOWN);
  const notUnderstood = unknown.filter((element) => element.kind === 'modifier').map((element) => `${element.path}: ${element.name}`);
  const doubt = (condition: boolean, what: string): void => { if (condition) notUnderstood.push(what); };
  // One unreadable part takes this prescription out of the offer, not the whole list.
  const attempt = <T>(read: () => T, instead: T): T => {
    try {
      return read();
    } catch (error) {
      if (!isNcpError(error)) throw error;
      notUnderstood.push(`unreadable: ${String(error.details['at'])}`);
      return instead;
    }
  };

  const lastUpdated = requireInstant(meta, 'lastUpdated');
  const status = requireText(node, 'status');
  doubt(!isKnownStatus(status), `status: ${status}`);
  const intent = textIn(node, 'intent') ?? '';
  doubt(!INTENTS.has(intent), `intent: ${intent}`);
  doubt(flagIn(node, 'doNotPerform') === true, 'doNotPerform');
  doubt(nodeIn(node, 'medicationCodeableConcept') === undefined, 'medication');

  const labels = nodesIn(meta, 'security').map((label) => textIn(label, 'code') ?? '');
  for (const label of labels) doubt(!BLOCKS.has(label), `meta.security: ${label}`);

  const dispenseRequest = nodeIn(node, 'dispenseRequest');
  const dosePackagingExtension = dispenseRequest === undefined ? undefined : extensionIn(dispenseRequest, NLL_EXTENSIONS.dosePackaging);
  const dosePackaging = dosePackagingExtension !== undefined && flagIn(dosePackagingExtension, 'valueBoolean') === true;
  const repeats = dispenseRequest === undefined ? undefined : attempt(() => countIn(dispenseRequest, 'numberOfRepeatsAllowed'), undefined);
  const dispensesAllowed = attempt(() => countOf(dispenseRequest, NLL_EXTENSIONS.dispensesAllowed, 'valueUnsignedInt'), undefined) ??
    (repeats === undefined ? undefined : repeats + 1);
  const packagesPerDispense = attempt(() => countOf(dispenseRequest, NLL_EXTENSIONS.packagesPrescribed, 'valuePositiveInt'), undefined);
  // Multi-dose prescriptions have neither number; they are never offered anyway (E09).
  doubt(dispensesAllowed === undefined && !dosePackaging, 'NLLNumberOfDispensesAllowed');
  doubt(packagesPerDispense === undefined && !dosePackaging, 'NLLNumberOfPackagesPrescribed');
  const interval = attempt(() => intervalOf(dispenseRequest), undefined);
  doubt(interval === 'unreadable', 'dispenseInterval');

  const prescriber = prescriberIn(node);
  doubt(prescriber === undefined, 'requester');

  const substitution = nodeIn(node, 'substitution');
  const remaining = extensionIn(node, LOCAL_EXTENSIONS.remainingDispenses);
  const remainingQuantity = extensionIn(node, LOCAL_EXTENSIONS.remainingQuantity);
  const earliest = extensionIn(node, LOCAL_EXTENSIONS.nextDispenseEarliest);
  const chain = extensionIn(node, NLL_EXTENSIONS.chain);
  const lock = extensionIn(node, LOCAL_EXTENSIONS.expeditionLock);
  const note = nodesIn(node, 'note').map((entry) => textIn(entry, 'text')).filter((text) => text !== undefined).join('\n');

  const prescription: Prescription = {
    id: requireText(node, 'id'),
    versionId: requireText(meta, 'versionId'),
    lastUpdated,
    patientNationalId: referencedId(nodeIn(node, 'subject'), 'Patient') ?? '',
    status: isKnownStatus(status) ? status : 'unknown',
    format: formatOf(node),
    ...optional('registrationBasis', valueCode(extensionIn(node, NLL_EXTENSIONS.registrationBasis))),
    ...optional('chainId', chain === undefined ? undefined : textIn(chain, 'valueString')),
    ...optional('receivingPharmacy', receivingPharmacyOf(node)),
    article: articleOf(node),
    prescriber: prescriber ?? { given: [], family: '', workplace: {} },
    authoredOn: attempt(() => authoredOnOf(node), lastUpdated),
    dosage: attempt(() => decodeDosage(node), { text: '', steps: [] }),
    dosePackaging,
    dispensesAllowed: dispensesAllowed ?? 1,
    packagesPerDispense: packagesPerDispense ?? 1,
    validity: attempt(() => validityOf(dispenseRequest), {}),
    ...optional('dispenseIntervalDays', interval === 'unreadable' ? undefined : interval),
    ...optional('remainingDispenses', remaining === undefined ? undefined : attempt(() => countIn(remaining, 'valueUnsignedInt'), undefined)),
    ...optional('remainingQuantity', remainingQuantity === undefined ? undefined : attempt(() => quantityIn(remainingQuantity, 'valueQuantity'), undefined)),
    ...optional('nextDispenseEarliest', earliest === undefined ? undefined : attempt(() => dayIn(earliest, 'valueDate'), undefined)),
    // Absent means allowed; a coded restriction that we do not read means not.
    substitutionAllowed: substitution === undefined || flagIn(substitution, 'allowedBoolean') === true,
    ...optional('noteToPharmacy', note === '' ? undefined : note),
    blocked: labels.some((label) => BLOCKS.has(label)),
    lockedByPharmacy: lock !== undefined,
    notUnderstood,
  };
  return { prescription, unknown: unknown.filter((element) => element.kind === 'extension') };
}
