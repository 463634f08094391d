/** Somebody who may sign in: what the access token says of them (decisions G03, 4.3). All fictional. */
export interface SampleProfessional {
  /** Short name: `person` of the token endpoint, choice on the sign-in page. */
  readonly key: string;
  readonly sub: string;
  readonly name: string;
  readonly legitimationskod: string;
  /** Empty: no licensed profession. */
  readonly yrkeskod: string;
  readonly gln: string;
  readonly orgName: string;
  /** Full URN of the way of signing in (wire-contract 4.2). */
  readonly acr: string;
  /** Of operators: the claim `roles`. */
  readonly roles?: readonly string[];
  /** For the sign-in page. */
  readonly situation: string;
}

const CLASS = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';
const PHARMACY = { gln: '7350045511119', orgName: 'Testapoteket', acr: `${CLASS}SmartcardPKI` };
// The two other places have invented numbers of the same shape, with correct check digits.
const OTHER_PHARMACY = { gln: '7350045511126', orgName: 'Andra Testapoteket', acr: `${CLASS}SmartcardPKI` };
const CLINIC = { gln: '7350045511133', orgName: 'Testkliniken', acr: `${CLASS}MobileTwoFactorContract` };

export const SAMPLE_PROFESSIONALS: readonly SampleProfessional[] = [
  { key: 'anna', sub: 'sim-anna', name: 'Anna Apotekare', legitimationskod: '920007', yrkeskod: 'AP', ...PHARMACY, situation: 'apotekare / pharmacist' },
  { key: 'rolf', sub: 'sim-rolf', name: 'Rolf Receptarie', legitimationskod: '920015', yrkeskod: 'RC', ...PHARMACY, situation: 'receptarie / prescriptionist' },
  { key: 'petra', sub: 'sim-petra', name: 'Petra Provisor', legitimationskod: '920023', yrkeskod: 'AP', ...PHARMACY, situation: 'apotekare, samma apotek / pharmacist, same pharmacy' },
  { key: 'asa', sub: 'sim-asa', name: 'Åsa Annanstans', legitimationskod: '920031', yrkeskod: 'AP', ...OTHER_PHARMACY, situation: 'apotekare, annat apotek / pharmacist, another pharmacy' },
  { key: 'lena', sub: 'sim-lena', name: 'Lena Läkarsson', legitimationskod: '9000027', yrkeskod: 'LK', ...CLINIC, situation: 'läkare i vården / physician in care' },
  { key: 'siv', sub: 'sim-siv', name: 'Siv Sjuksköterska', legitimationskod: '920049', yrkeskod: 'SJ', ...CLINIC, situation: 'sjuksköterska i vården / nurse in care' },
  { key: 'dan', sub: 'sim-dan', name: 'Dan Dietist', legitimationskod: '920056', yrkeskod: 'DT', ...PHARMACY, situation: 'obehörig till recept / not entitled to prescriptions' },
  { key: 'otto', sub: 'sim-otto', name: 'Otto Olegitimerad', legitimationskod: '', yrkeskod: '', ...PHARMACY, situation: 'utan legitimation / without a licence' },
];

export const professionalOf = (key: string): SampleProfessional | undefined => SAMPLE_PROFESSIONALS.find((one) => one.key === key);
