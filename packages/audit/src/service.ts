/** The kinds of exchange that are audited (wire-contract 6.1). */
export type AuditedService =
  | 'identify'
  | 'list-summaries'
  | 'retrieve-summaries'
  | 'list-prescriptions'
  | 'retrieve-prescriptions'
  | 'dispense'
  | 'discard'
  /** A professional was vouched for; a treatment relationship was confirmed; a foreign document was put into Swedish. */
  | 'issue-hcp'
  | 'issue-trc'
  | 'translate'
  /** A message that never became one of the others, or a connection that failed. */
  | 'communication-failure';

/** On which side of the exchange we stand: A answers, B asks. */
export type Side = 'A' | 'B';

/** What kind of doing an event reports (DICOM PS3.16, CID 400). */
type Deed = 'Query' | 'Export' | 'Import';

interface Service {
  /** eHDSI event id. */
  readonly id: string;
  /** eHDSI transaction name. */
  readonly name: string;
  readonly ihe: { readonly code: string; readonly name: string };
  readonly deed: Readonly<Record<Side, Deed>>;
  /** ATNA action: Create, Read or Execute. */
  readonly action: Readonly<Record<Side, 'C' | 'R' | 'E'>>;
}

const FIND = { code: 'ITI-55', name: 'XCPD::CrossGatewayPatientDiscovery' } as const;
const LIST = { code: 'ITI-38', name: 'Cross Gateway Query' } as const;
const RETRIEVE = { code: 'ITI-39', name: 'Cross Gateway Retrieve' } as const;
const PROVIDE = { code: 'ITI-41', name: 'Provide and Register Document Set-b' } as const;

const ASKED = { deed: { A: 'Query', B: 'Query' }, action: { A: 'E', B: 'E' } } as const;
const FETCHED = { deed: { A: 'Export', B: 'Import' }, action: { A: 'R', B: 'C' } } as const;
const GIVEN = { deed: { A: 'Import', B: 'Export' }, action: { A: 'C', B: 'R' } } as const;

/** Wire-contract 6.1 and the first rows of 6.2. */
export const SERVICES: Readonly<Record<AuditedService, Service>> = {
  identify: { id: 'EHDSI-11', name: 'IdentityService::FindIdentityByTraits', ihe: FIND, ...ASKED },
  'list-summaries': { id: 'EHDSI-21', name: 'PatientService::List', ihe: LIST, ...ASKED },
  'retrieve-summaries': { id: 'EHDSI-22', name: 'PatientService::Retrieve', ihe: RETRIEVE, ...FETCHED },
  'list-prescriptions': { id: 'EHDSI-31', name: 'OrderService::List', ihe: LIST, ...ASKED },
  'retrieve-prescriptions': { id: 'EHDSI-32', name: 'OrderService::Retrieve', ihe: RETRIEVE, ...FETCHED },
  dispense: { id: 'EHDSI-41', name: 'DispensationService::Initialize', ihe: PROVIDE, ...GIVEN },
  discard: { id: 'EHDSI-42', name: 'DispensationService::Discard', ihe: PROVIDE, ...GIVEN },
  'issue-hcp': { id: 'EHDSI-91', name: 'identityProvider::HPAuthentication', ihe: { code: 'ITI-40', name: 'Provide X-User Assertion' }, ...ASKED },
  'issue-trc': { id: 'EHDSI-92', name: 'ncp::TrcAssertion', ihe: { code: 'EHDSI-92', name: 'ncp::TrcAssertion' }, ...ASKED },
  'translate': {
    id: 'EHDSI-94', name: 'ncpTransformationMgr::Translate', ihe: { code: 'EHDSI-94', name: 'ncpTransformationMgr::Translate' }, ...ASKED,
  },
  'communication-failure': {
    id: 'EHDSI-CF', name: 'CommunicationFailure', ihe: { code: 'EHDSI-CF', name: 'CommunicationFailure' }, ...ASKED,
  },
};

export const DEED_CODES: Readonly<Record<Deed, string>> = { Query: '110112', Export: '110106', Import: '110107' };
