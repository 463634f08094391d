import { checkDocument, dispensedProduct, encodeDispensation, type ForeignPrescription } from '@ncp/cda';
import { IDENTIFIER_ROOTS, iscoOfProfession, NcpError, stockholm, type Article, type InstanceIdentifier, type Instant, type SwedishProfessional, type Visit } from '@ncp/domain';
import { gapsOfMissing } from '../../gaps/gap-rows.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/** One hand-over that is to be told to the country of the patient. */
export interface HandOver {
  readonly visit: Visit;
  readonly prescription: ForeignPrescription;
  readonly article: Article;
  readonly packages: number;
  readonly lotNumber?: string;
  readonly substituted: boolean;
  readonly confirmedAt: Instant;
  readonly handedOverAt: Instant;
}

/** The last word is the family name; our tokens carry one text (decisions G03). */
function nameOf({ name }: SwedishProfessional): { readonly family: string; readonly given: readonly string[] } {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const family = words.at(-1) ?? name;
  return { family, given: words.length > 1 ? words.slice(0, -1) : [family] };
}

const BIRTH_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The eDispensation of one hand-over, written once: its id is chosen here and never again (decisions D75). It is checked
 * with our own rules before anybody can send it.
 * @throws NcpError NCP_CDA_RULE (details.rules), NCP_CDA_QUANTITY, NCP_CDA_STRUCTURE, NCP_DISPENSE_NOT_IDENTIFIABLE
 */
export function writeDispensation(gateway: TreatmentGateway, handOver: HandOver): { readonly id: InstanceIdentifier; readonly document: Uint8Array } {
  const { visit: { professional, confirmed }, prescription, article, packages, lotNumber, substituted, confirmedAt, handedOverAt } = handOver;
  const { prescriptionId, itemId, documentId, patient, prescribed } = prescription;
  if (prescriptionId === undefined || itemId === undefined) throw new NcpError('NCP_DISPENSE_NOT_IDENTIFIABLE');
  const id = { root: gateway.policy.documentRoots.eDispensationDocument, extension: gateway.surroundings.uuid() };
  const known = confirmed?.candidate.birthDate;
  const birthTime = patient.birthTime ?? (known !== undefined && BIRTH_DATE.test(known) ? known.replaceAll('-', '') : undefined);
  const { product: dispensed, missingTerms } = dispensedProduct({ article, catalogue: gateway.catalogue, ...(lotNumber === undefined ? {} : { lotNumber }) });
  gateway.gaps.note(gapsOfMissing(gateway.catalogue, handOver.visit.country, missingTerms));
  const document = encodeDispensation({
    id, effectiveTime: stockholm(confirmedAt), handedOverAt: stockholm(handedOverAt),
    patient: birthTime === undefined ? patient : { ...patient, birthTime },
    pharmacist: {
      role: iscoOfProfession(professional.professionCode),
      ids: [{ root: IDENTIFIER_ROOTS.legitimationCode, extension: professional.legitimationCode }], ...nameOf(professional),
    },
    pharmacy: { id: { root: IDENTIFIER_ROOTS.gln, extension: professional.gln }, name: professional.organisation, address: { country: gateway.country } },
    custodian: gateway.cda.custodian,
    prescriptionDocumentId: documentId, prescriptionId, itemId, packages, prescribed, substituted,
    dispensed,
  });
  const broken = checkDocument(document).filter(({ severity }) => severity === 'error');
  if (broken.length > 0) throw new NcpError('NCP_CDA_RULE', { rules: [...new Set(broken.map(({ rule }) => rule))] });
  return { id, document };
}
