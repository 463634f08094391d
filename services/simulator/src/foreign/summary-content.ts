import { documentFacts, type DocumentFact, type FactEntry, type FactSection } from '@ncp/cda';
import { CODE_SYSTEMS } from '@ncp/domain';
import { parseXml } from '@ncp/xml';

/** A section of a Patient Summary, as a person would count it. */
export interface SummarySection {
  /** LOINC. */
  readonly code: string;
  readonly title: string;
  /** What is told, each in the words of its code; empty where the section says that there is no information. */
  readonly entries: readonly string[];
  /** The code of the absence, e.g. `no-allergy-info`. */
  readonly absence?: string;
}

/** Coded facts that say what an entry is about; the first of these wins. */
const ABOUT: readonly RegExp[] = [
  /playingEntity\/code$/, /manufacturedMaterial\/code$/, /generalizedMaterialKind\/code$/, /(^|\/)value$/, /(^|\/)code$/,
];
/** Codes that every entry of their kind has, and that so tell nothing. */
const FIXED: ReadonlySet<string> = new Set(['282291009', '420134006', '34530-6', '47420-5']);
const SIDE: ReadonlySet<string> = new Set(['concern', 'criticality', 'certainty', 'status', 'severity', 'reaction', 'comment', 'reason', 'dose-number', 'group']);

type Coded = Extract<DocumentFact, { readonly kind: 'code' }>;
const codedIn = ({ facts }: FactEntry): readonly Coded[] =>
  facts.filter((fact): fact is Coded => fact.kind === 'code' && !fact.structural && !SIDE.has(fact.role) && !fact.path.endsWith('statusCode'));

const absenceIn = (entry: FactEntry): string | undefined => codedIn(entry).flatMap(({ codes }) => codes).find(({ codeSystem }) => codeSystem === CODE_SYSTEMS.absentOrUnknown)?.code;

/** The name of what has no code. */
const nameIn = ({ facts }: FactEntry): string | undefined =>
  facts.flatMap((fact) => (fact.kind === 'text' && /(^|\/)name$/.test(fact.path) ? [fact.text] : []))[0];

/** An entry in words, with its code where it has one. */
function saidBy(entry: FactEntry): string {
  const coded = codedIn(entry).filter(({ codes, originalText }) => (codes[0] !== undefined && !FIXED.has(codes[0].code)) || originalText !== undefined);
  const [about] = ABOUT.flatMap((pattern) => coded.filter(({ path }) => pattern.test(path)));
  const [code] = about?.codes ?? [];
  const words = code?.display ?? about?.originalText ?? nameIn(entry) ?? 'in words only';
  return code === undefined ? words : `${words} (${code.code})`;
}

const sectionOf = ({ key, title = key, entries }: FactSection): SummarySection => {
  const [absence] = entries.map(absenceIn).filter((code) => code !== undefined);
  return { code: key, title, entries: absence === undefined ? entries.map(saidBy) : [], ...(absence === undefined ? {} : { absence }) };
};

/** What stands in a Patient Summary of level 3, section by section. @throws NcpError NCP_XML_*, NCP_CDA_* */
export const summaryContent = (document: Uint8Array): readonly SummarySection[] =>
  documentFacts(parseXml(document), { zone: 'Europe/Stockholm' }).sections.map(sectionOf);
