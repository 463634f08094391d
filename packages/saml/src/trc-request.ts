import { NcpError, parseCx, utc, type Instant } from '@ncp/domain';
import { NS, child, childrenOf, element, textOf, type XmlElement } from '@ncp/xml';

/** What is asked of the token service (wire-contract 4.8). */
export interface TrcRequest {
  readonly patient: { readonly root: string; readonly extension: string };
  readonly purpose: 'TREATMENT' | 'EMERGENCY';
  readonly pin?: string;
  readonly prescriptionId?: string;
}

const ISSUE = `${NS.wst}/Issue`;
const SAML_TOKEN = NS.saml;

const MAX_CHARACTERS = 256;

const refuse = (field: string): NcpError => new NcpError('NCP_API_INPUT', { field });

/** Text of the only child of that name; blank is absent. */
const textIn = (owner: XmlElement, ns: string, local: string): string | undefined => {
  const [only, another] = childrenOf(owner, ns, local);
  const text = only === undefined ? '' : textOf(only).trim();
  if (another !== undefined || text.length > MAX_CHARACTERS) throw refuse(local);
  return text === '' ? undefined : text;
};

/**
 * Reads `wst:RequestSecurityToken` with its `trc:TRCParameters`.
 * @throws NcpError NCP_API_INPUT (details.field): another kind of request or token, no patient, or one that is no CX identifier
 */
export const decodeTrcRequest = (body: XmlElement): TrcRequest => {
  if ((textIn(body, NS.wst, 'RequestType') ?? ISSUE) !== ISSUE) throw refuse('RequestType');
  if ((textIn(body, NS.wst, 'TokenType') ?? SAML_TOKEN) !== SAML_TOKEN) throw refuse('TokenType');
  const parameters = child(body, NS.trc, 'TRCParameters');
  if (parameters === undefined) throw refuse('TRCParameters');
  const purpose = textIn(parameters, NS.trc, 'PurposeOfUse') ?? 'TREATMENT';
  if (purpose !== 'TREATMENT' && purpose !== 'EMERGENCY') throw refuse('PurposeOfUse');
  const patient = parseCx(textIn(parameters, NS.trc, 'PatientId') ?? '');
  if (!patient.ok) throw refuse('PatientId');
  const pin = textIn(parameters, NS.trc, 'DispensationPinCode');
  const prescriptionId = textIn(parameters, NS.trc, 'PrescriptionId');
  return {
    patient: patient.value, purpose,
    ...(pin === undefined ? {} : { pin }),
    ...(prescriptionId === undefined ? {} : { prescriptionId }),
  };
};

/** Writes the answer: the assertion as it was signed, and how long it holds. */
export const encodeTrcResponse = (assertion: XmlElement, lifetime: { readonly created: Instant; readonly expires: Instant }): XmlElement =>
  element(NS.wst, 'wst:RequestSecurityTokenResponseCollection', {},
    element(NS.wst, 'wst:RequestSecurityTokenResponse', {},
      element(NS.wst, 'wst:TokenType', {}, SAML_TOKEN),
      element(NS.wst, 'wst:RequestedSecurityToken', {}, assertion),
      element(NS.wst, 'wst:Lifetime', {},
        element(NS.wsu, 'wsu:Created', {}, utc(lifetime.created)),
        element(NS.wsu, 'wsu:Expires', {}, utc(lifetime.expires)))));
