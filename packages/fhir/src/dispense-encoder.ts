import { utc, type CountryCode, type Dispensation, type InstanceIdentifier, type Instant, type Prescription, type Quantity } from '@ncp/domain';
import { productConcept } from './dispense-product.js';
import { fhirObject, FhirNumber, type FhirObject, type FhirValue } from './json.js';
import { nodesIn, resourceNode, textIn } from './node.js';
import { LOCAL_CODES, LOCAL_EXTENSIONS, NLL_CODES, NLL_EXTENSIONS, NLL_PROFILES, NLL_SYSTEMS } from './national-constants.js';

/** Everything an uttag of a foreign dispensation consists of; nothing is decided here (sweden-national 6.2). */
export interface DispenseCommand {
  readonly country: CountryCode;
  readonly prescription: Prescription;
  readonly actorDispatchId: string;
  /** Rows that share it are one uttag (decisions D50). */
  readonly dispatchId: string;
  readonly rowNumber: number;
  readonly packages: number;
  readonly dispensed: Quantity;
  readonly deducted: Quantity;
  readonly complete: boolean;
  readonly dispensation: Dispensation;
  /** Bare OID or `urn:oid:`. */
  readonly homeCommunityId: string;
  readonly receivedAt: Instant;
}

const urn = (oid: string): string => (oid.startsWith('urn:') ? oid : `urn:oid:${oid}`);
const identifier = (id: InstanceIdentifier): FhirObject => fhirObject({ system: urn(id.root), value: id.extension });
const extension = (url: string, member: string, value: FhirValue): FhirObject => ({ url, [member]: value });
const number = (text: string | number): FhirNumber => new FhirNumber(String(text));

/** Amount in digits as given, unit as given; UCUM or `{annotation}` where known. */
export const encodeQuantity = (quantity: Quantity): FhirObject => fhirObject({
  value: number(quantity.value),
  unit: quantity.unit.text,
  ...(quantity.unit.code === undefined ? {} : { system: NLL_SYSTEMS.ucum, code: quantity.unit.code }),
});

const location = ({ pharmacy }: Dispensation, country: CountryCode): FhirObject => fhirObject({
  resourceType: 'Location',
  id: 'utlandsktApotek',
  identifier: pharmacy.id === undefined ? undefined : [identifier(pharmacy.id)],
  name: pharmacy.name,
  telecom: pharmacy.phone === undefined ? undefined : [{ system: 'phone', value: pharmacy.phone }],
  address: fhirObject({ city: pharmacy.city, country: pharmacy.country ?? country }),
});

const pharmacist = ({ pharmacist: person }: Dispensation): FhirObject => fhirObject({
  resourceType: 'Practitioner',
  id: 'utlandskFarmaceut',
  identifier: person.id === undefined ? undefined : [identifier(person.id)],
  name: person.name === undefined ? undefined : [{ text: person.name }],
  qualification: person.role === undefined ? undefined : [
    { code: { coding: [fhirObject({ system: urn(person.role.codeSystem), code: person.role.code, display: person.role.display })] } },
  ],
});

const crossBorder = (command: DispenseCommand): FhirObject => ({
  url: LOCAL_EXTENSIONS.crossBorderDispensation,
  extension: [
    extension('country', 'valueCode', command.country),
    extension('edDocumentId', 'valueIdentifier', identifier(command.dispensation.documentId)),
    extension('homeCommunityId', 'valueOid', urn(command.homeCommunityId)),
    extension('receivedAt', 'valueInstant', utc(command.receivedAt)),
  ],
});

const notes = (command: DispenseCommand, atcBorrowed: boolean): FhirObject[] => [
  { text: `Expedierat utomlands (${command.country}) via MyHealth@EU` },
  ...(atcBorrowed ? [{ text: 'ATC-kod saknas i det utländska dokumentet; förskrivningens anges.' }] : []),
  ...(command.dispensation.patientInstruction === undefined ? [] : [{ text: command.dispensation.patientInstruction }]),
];

/**
 * NLLMedicationDispense for `POST /MedicationDispense`. Decimals keep their digits: write it with `writeFhirJson`.
 * The server gives the id; the prescription is referenced in the version that was decided upon.
 */
export function encodeDispense(command: DispenseCommand): FhirObject {
  const { dispensation, prescription } = command;
  const { concept, atcBorrowed } = productConcept(dispensation.product, prescription, command.country);
  return fhirObject({
    resourceType: 'MedicationDispense',
    meta: { profile: [NLL_PROFILES.medicationDispense] },
    contained: [location(dispensation, command.country), pharmacist(dispensation)],
    extension: [
      extension(NLL_EXTENSIONS.packagesDispensed, 'valuePositiveInt', number(command.packages)),
      extension(NLL_EXTENSIONS.actorDispatchId, 'valueString', command.actorDispatchId),
      extension(NLL_EXTENSIONS.dispatchId, 'valueString', command.dispatchId),
      extension(NLL_EXTENSIONS.benefitChoice, 'valueCode', NLL_CODES.benefitNone),
      extension(NLL_EXTENSIONS.dispatchRow, 'valueDecimal', number(command.rowNumber)),
      extension(NLL_EXTENSIONS.deductedQuantity, 'valueDecimal', number(command.deducted.value)),
      extension(NLL_EXTENSIONS.completeChoice, 'valueCode', command.complete ? LOCAL_CODES.complete : LOCAL_CODES.notComplete),
      crossBorder(command),
    ],
    status: 'completed',
    medicationCodeableConcept: concept,
    subject: { reference: `Patient/${prescription.patientNationalId}` },
    performer: [{ actor: { reference: '#utlandskFarmaceut' } }],
    location: { reference: '#utlandsktApotek' },
    authorizingPrescription: [{ reference: `MedicationRequest/${prescription.id}/_history/${prescription.versionId}` }],
    quantity: encodeQuantity(command.dispensed),
    whenHandedOver: dispensation.handedOverAt,
    note: notes(command, atcBorrowed),
    substitution: { wasSubstituted: dispensation.substituted },
  });
}

export interface ReversalCommand {
  /** *Backa*: undone before hand-over counts (decisions D58). *Kreditera*: returned after it. */
  readonly how: 'backa' | 'kreditera';
  readonly reason: string;
  readonly at: Instant;
}

const REVERSED_STATUS = { backa: 'entered-in-error', kreditera: 'stopped' } as const;
const REPLACED: ReadonlySet<string> = new Set([
  NLL_EXTENSIONS.deductedQuantity, NLL_EXTENSIONS.completeChoice, LOCAL_EXTENSIONS.crossBorderDiscard,
]);

/**
 * The resource for `PUT /MedicationDispense/{id}`: the one that was read, undone. Everything else in it, known to us
 * or not, goes back as it came.
 * @throws NcpError NCP_NATIONAL_MALFORMED when it is not a MedicationDispense
 */
export function encodeReversal(dispense: FhirValue, command: ReversalCommand): FhirObject {
  const node = resourceNode(dispense, 'MedicationDispense');
  const kept = nodesIn(node, 'extension').filter((entry) => !REPLACED.has(textIn(entry, 'url') ?? '')).map((entry) => entry.value);
  return fhirObject({
    ...node.value,
    extension: [
      ...kept,
      extension(NLL_EXTENSIONS.deductedQuantity, 'valueDecimal', number(0)),
      {
        url: LOCAL_EXTENSIONS.crossBorderDiscard,
        extension: [
          extension('receivedAt', 'valueInstant', utc(command.at)),
          extension('reasonText', 'valueString', command.reason),
        ],
      },
    ],
    status: REVERSED_STATUS[command.how],
  });
}
