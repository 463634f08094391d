import { isInteger, ZERO, type Instant, type Quantity } from '@ncp/domain';
import { codingsIn, quantityIn } from './coding.js';
import type { FhirValue } from './json.js';
import {
  decimalIn, extensionIn, malformed, nodeIn, nodesIn, referencedId, requireInstant, requireText, resourceNode, textIn, type FhirNode,
} from './node.js';
import { LOCAL_EXTENSIONS, NLL_EXTENSIONS } from './national-constants.js';
import { unknownElements, type UnknownElement } from './unknown.js';

const KNOWN: ReadonlySet<string> = new Set<string>([...Object.values(NLL_EXTENSIONS), ...Object.values(LOCAL_EXTENSIONS)]);

/** One uttag as the national list holds it. */
export interface NationalDispense {
  readonly id: string;
  readonly versionId: string;
  readonly status: 'completed' | 'reversed' | 'credited';
  readonly prescriptionId: string;
  readonly patientNationalId: string;
  readonly actorDispatchId: string;
  readonly rowNumber: number;
  readonly handedOverAt: Instant;
  readonly deducted: Quantity;
}

export interface DecodedDispense {
  readonly dispense: NationalDispense;
  /** AFF codes of contained DetectedIssue resources: registered, but with a remark (sweden-national 2.5.5). */
  readonly warnings: readonly string[];
  readonly unknown: readonly UnknownElement[];
}

const STATUSES: Readonly<Record<string, NationalDispense['status']>> = {
  'completed': 'completed', 'entered-in-error': 'reversed', 'stopped': 'credited',
};

const rowNumberOf = (node: FhirNode): number => {
  const extension = extensionIn(node, NLL_EXTENSIONS.dispatchRow);
  const row = extension === undefined ? undefined : decimalIn(extension, 'valueDecimal');
  if (row === undefined || !isInteger(row) || row.length > 6) throw malformed(`${node.path}.extension`);
  return Number(row);
};

/** NLLDeductedQuantity when given, else the dispensed quantity; a reversed uttag deducts nothing. */
const deductedOf = (node: FhirNode, reversed: boolean): Quantity => {
  const dispensed = quantityIn(node, 'quantity');
  const extension = extensionIn(node, NLL_EXTENSIONS.deductedQuantity);
  const deducted = extension === undefined ? undefined : decimalIn(extension, 'valueDecimal');
  const value = reversed ? ZERO : deducted ?? dispensed?.value;
  if (value === undefined) throw malformed(`${node.path}.quantity`);
  return { value, unit: dispensed?.unit ?? { text: '' } };
};

/**
 * NLLMedicationDispense (sweden-national 2.4). An unknown status or modifier is refused: it might be an uttag or not.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function decodeDispense(value: FhirValue): DecodedDispense {
  const node = resourceNode(value, 'MedicationDispense');
  const unknown = unknownElements(node.value, node.path, KNOWN);
  const modifier = unknown.find((element) => element.kind === 'modifier');
  if (modifier !== undefined) throw malformed(modifier.path);
  const meta = nodeIn(node, 'meta');
  const status = STATUSES[requireText(node, 'status')];
  const actorDispatchId = extensionIn(node, NLL_EXTENSIONS.actorDispatchId);
  const prescriptionId = referencedId(nodesIn(node, 'authorizingPrescription')[0], 'MedicationRequest');
  if (meta === undefined) throw malformed(`${node.path}.meta`);
  if (status === undefined) throw malformed(`${node.path}.status`);
  if (actorDispatchId === undefined) throw malformed(`${node.path}.extension`);
  if (prescriptionId === undefined) throw malformed(`${node.path}.authorizingPrescription`);
  return {
    dispense: {
      id: requireText(node, 'id'),
      versionId: requireText(meta, 'versionId'),
      status,
      prescriptionId,
      patientNationalId: referencedId(nodeIn(node, 'subject'), 'Patient') ?? '',
      actorDispatchId: requireText(actorDispatchId, 'valueString'),
      rowNumber: rowNumberOf(node),
      handedOverAt: requireInstant(node, 'whenHandedOver'),
      deducted: deductedOf(node, status !== 'completed'),
    },
    warnings: nodesIn(node, 'contained')
      .filter((resource) => textIn(resource, 'resourceType') === 'DetectedIssue')
      .flatMap((issue) => codingsIn(nodeIn(issue, 'code')))
      .map((coding) => requireText(coding, 'code')),
    unknown,
  };
}
