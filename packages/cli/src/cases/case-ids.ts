type Range = readonly [from: number, to: number];

export type CaseGroup =
  | 'XML' | 'DSIG' | 'XSW' | 'SAML' | 'SOAP' | 'HTTP' | 'TLS' | 'IHE' | 'CDA' | 'DISP' | 'QUE' | 'AUD' | 'DAT' | 'KEY' | 'FLT' | 'LOAD' | 'FUZZ' | 'WEB';

/** Groups of the named cases of the security and reliability dossier (RS 7), each with the numbers that it has. */
export const CASE_GROUPS: Readonly<Record<CaseGroup, readonly Range[]>> = {
  XML: [[1, 32]], DSIG: [[1, 38]], XSW: [[1, 20]], SAML: [[1, 27], [40, 49]], SOAP: [[1, 15], [20, 27]], HTTP: [[1, 13]],
  TLS: [[1, 7], [10, 17], [20, 25], [40, 43]], IHE: [[1, 14]], CDA: [[1, 16]], DISP: [[1, 15], [20, 36], [60, 63]], QUE: [[1, 14]],
  AUD: [[1, 7], [10, 14], [20, 31]], DAT: [[1, 12]], KEY: [[1, 8]], FLT: [[1, 11], [20, 22], [30, 34], [40, 42]], LOAD: [[1, 11]],
  FUZZ: [[1, 8]], WEB: [[1, 8]],
};

/** The trust boundary: what a message, a connection or a key can be attacked by. */
export const SECURITY_GROUPS: readonly CaseGroup[] = ['XML', 'DSIG', 'XSW', 'SAML', 'SOAP', 'HTTP', 'TLS', 'IHE', 'DAT', 'KEY'];
export const ALL_GROUPS: readonly CaseGroup[] = Object.keys(CASE_GROUPS) as CaseGroup[];

/** The one case that stands between two numbers. */
const BETWEEN: Readonly<Record<string, string>> = { 'DISP-28': 'DISP-28b' };

const numbered = (group: CaseGroup, [from, to]: Range): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${group}-${String(from + index).padStart(2, '0')}`);

/** Every case id of some groups, in order: `XML-01`, `XML-02`, ... */
export const caseIds = (groups: readonly CaseGroup[]): readonly string[] =>
  groups.flatMap((group) => CASE_GROUPS[group].flatMap((range) => numbered(group, range))).flatMap((id) => [id, BETWEEN[id] ?? []].flat());

const ID = /\b[A-Z]{2,4}-\d{2}b?\b/g;

/** The case ids that a title or a source text names. */
export const namedCases = (text: string): readonly string[] => [...new Set([...text.matchAll(ID)].map(([id]) => id))];
