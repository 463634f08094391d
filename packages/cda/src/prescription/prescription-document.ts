import {
  CODE_SYSTEMS, IDENTIFIER_ROOTS, prescriptionDocumentId, prescriptionIdentifier,
  type Article, type InstanceIdentifier, type Offer, type Patient, type Prescriber, type Prescription,
} from '@ncp/domain';
import type { Catalogue, MissingTerm } from '@ncp/terminology';
import type { CodedElement } from '../building/coded-element.js';
import type { Organisation } from '../building/party.js';
import { namesOf, patientModel } from '../building/patient.js';
import { optionalLine, visibleLine } from '../building/visible-text.js';
import { required, transcoded } from './coding.js';
import type { CdaConfig } from './config.js';
import { dosageModel } from './dosage.js';
import { bodyFacts, headerFacts } from './facts.js';
import { FindingList } from './findings.js';
import { fulfilmentInstructions, patientInstruction } from './instructions.js';
import type { EPrescription, PrescriberModel } from './model.js';
import { documentTitle, productModel } from './product.js';

export interface PrescriptionInput {
  readonly offer: Offer;
  readonly patient: Patient;
  readonly article: Article;
  readonly catalogue: Catalogue;
  readonly config: CdaConfig;
}

interface Context {
  readonly catalogue: Catalogue;
  readonly config: CdaConfig;
  readonly findings: FindingList;
}

const FALLBACK_ROLE = { code: '22', codeSystem: CODE_SYSTEMS.isco } as const;

/** An unknown profession is a health professional; what the source wrote goes with it (decisions D41). */
const roleOf = ({ profession }: Prescriber, { catalogue, findings }: Context): CodedElement => {
  const at = 'MedicationRequest.requester.qualification';
  const fallback = (missing?: MissingTerm): CodedElement => {
    findings.optionalGap(at, missing);
    const general = required(catalogue, 'professional-role', FALLBACK_ROLE, at, findings);
    return general.kind === 'coded' ? { ...general, originals: [] } : general;
  };
  if (profession === undefined) return fallback();
  const { code, display } = profession;
  const written = { code: code.toUpperCase(), codeSystem: IDENTIFIER_ROOTS.occupation, ...(display === undefined ? {} : { display }) };
  let missing: MissingTerm | undefined;
  const found = transcoded(catalogue, 'professional-role', written, (term) => { missing = term; });
  if (found.kind === 'coded') return found;
  const general = fallback(missing);
  const original = found.originals[0] ?? { code: written.code, codeSystem: written.codeSystem, display: found.originalText ?? written.code };
  return general.kind === 'coded' ? { ...general, originals: [original] } : general;
};

const organisationOf = ({ workplace, phone }: Prescriber, { workplaceRoot }: CdaConfig): Organisation => {
  const id = workplaceRoot === undefined || workplace.code === undefined ? undefined : { root: workplaceRoot, extension: workplace.code };
  const name = optionalLine(workplace.name);
  const street = optionalLine(workplace.street);
  const city = optionalLine(workplace.city);
  const postalCode = optionalLine(workplace.postalCode);
  const telephone = optionalLine(phone);
  return {
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(telephone === undefined ? {} : { phone: telephone }),
    address: {
      ...(street === undefined ? {} : { street }),
      ...(city === undefined ? {} : { city }),
      ...(postalCode === undefined ? {} : { postalCode }),
      country: 'SE',
    },
  };
};

const prescriberModel = ({ prescriber, authoredOn }: Prescription, context: Context): PrescriberModel => {
  const { findings, config } = context;
  const code = optionalLine(prescriber.prescriberCode);
  const hsaId = optionalLine(prescriber.hsaId);
  const ids: readonly InstanceIdentifier[] = [
    ...(code === undefined ? [] : [{ root: IDENTIFIER_ROOTS.prescriberCode, extension: code }]),
    ...(hsaId === undefined ? [] : [{ root: IDENTIFIER_ROOTS.hsaId, extension: hsaId }]),
  ];
  // The prescriber signs, and a signature has exactly one id that may not be null (decisions D42).
  if (ids.length === 0) findings.notExpressible('MedicationRequest.requester.identifier', 'D42');
  return {
    role: roleOf(prescriber, context),
    writtenAt: authoredOn,
    ids,
    ...namesOf(prescriber.given, prescriber.family, 'MedicationRequest.requester.name', findings),
    organisation: organisationOf(prescriber, config),
  };
};

/** `R` where policy let a controlled medicine through (sweden-national 6.1). */
const confidentialityOf = (article: Article, { catalogue, findings }: Context): CodedElement => {
  const code = article.controlled || article.narcoticClass !== undefined ? 'R' : 'N';
  return required(catalogue, 'confidentiality', { code, codeSystem: CODE_SYSTEMS.confidentiality }, 'confidentialityCode', findings);
};

/** Always said: absence would mean the same as `G` to a reader who knows the rules, and nothing to one who does not (D40). */
const substitutionOf = ({ substitutionAllowed }: Prescription, { catalogue, findings }: Context): CodedElement => {
  const term = { code: substitutionAllowed ? 'G' : 'N', codeSystem: CODE_SYSTEMS.substitution };
  return required(catalogue, 'substitution', term, 'MedicationRequest.substitution', findings);
};

/**
 * Maps one offer to the document model: pure, nothing fetched, nothing rendered. The same input gives the same model.
 * It always returns a model; `findings` says what could not be coded (warning) and what forbids its release (error).
 */
export const prescriptionDocument = ({ offer, patient, article, catalogue, config }: PrescriptionInput): EPrescription => {
  const findings = new FindingList();
  const context: Context = { catalogue, config, findings };
  const { prescription, packages } = offer;
  // 0 and fractions pass the official rules, so this check is ours (decisions D32).
  if (!Number.isSafeInteger(packages) || packages < 1) findings.notExpressible('Offer.packages', 'D32');
  const { product, form } = productModel(article, context);
  const dosage = dosageModel(prescription.dosage, prescription.authoredOn, { catalogue, form, findings });
  const body: Omit<EPrescription, 'facts' | 'headerFacts'> = {
    level3Id: prescriptionDocumentId(prescription, 'L3', config.roots),
    level1Id: prescriptionDocumentId(prescription, 'L1', config.roots),
    prescriptionId: prescriptionIdentifier(prescription.id, config.roots),
    versionId: prescription.versionId,
    offerLevel1: config.offerLevel1,
    title: documentTitle(product),
    effectiveTime: prescription.lastUpdated,
    confidentiality: confidentialityOf(article, context),
    patient: patientModel(patient, context),
    prescriber: prescriberModel(prescription, context),
    custodian: config.custodian,
    product,
    dosage,
    packages,
    substitution: substitutionOf(prescription, context),
    patientInstruction: patientInstruction(prescription, dosage),
    fulfilmentInstructions: fulfilmentInstructions(prescription),
    findings: findings.all(),
    missingTerms: findings.missingTerms(),
  };
  return Object.freeze({ ...body, facts: bodyFacts(body, visibleLine(config.dataSource)), headerFacts: headerFacts(body) });
};
