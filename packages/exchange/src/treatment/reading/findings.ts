import { checkDocument, type DocumentFacts, type DocumentFinding } from '@ncp/cda';
import { ERROR_REGISTRY, type BilingualText, type Finding, type ReadFinding } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';

/** What reading forgave, in words; the ids are those of the reader. */
const TOLERANCES: Readonly<Record<string, BilingualText>> = {
  'reading.display-name': { sv: 'En kod har ingen text.', en: 'A code has no text.' },
  'reading.unit-missing': { sv: 'En mängd har ingen enhet.', en: 'An amount has no unit.' },
  'reading.identifier-root': { sv: 'En identitetsbeteckning har en rot som inte är en OID.', en: 'An identifier has a root that is no OID.' },
  'reading.name-empty': { sv: 'Ett namn är tomt.', en: 'A name is empty.' },
  'reading.code-system-missing': { sv: 'En kod saknar kodsystem.', en: 'A code has no code system.' },
  'reading.document-code': { sv: 'Dokumentets kod säger något annat än mallen.', en: 'The code of the document says something else than its template.' },
  'reading.amount-unreadable': { sv: 'En mängd går inte att läsa.', en: 'An amount cannot be read.' },
  'reading.time-unreadable': { sv: 'En tid går inte att läsa.', en: 'A time cannot be read.' },
  'reading.section-template': { sv: 'Avsnittet har inte receptets mall.', en: 'The section does not have the template of a prescription.' },
  'reading.older-product': { sv: 'Produkten är beskriven enligt en äldre utgåva.', en: 'The product is described as in an older release.' },
  'reading.atc-not-found': { sv: 'Produktens klass är inte en ATC-kod.', en: 'The class of the product is no ATC code.' },
  'reading.several-identifiers': { sv: 'Flera identitetsbeteckningar finns; den första används.', en: 'There are several identifiers; the first one is used.' },
  'reading.value-type': { sv: 'Ett värde har fel datatyp (CD i stället för CE).', en: 'A value has the wrong data type (CD instead of CE).' },
  'reading.reference-unresolved': { sv: 'En hänvisning till texten leder ingenstans.', en: 'A reference to the text leads nowhere.' },
};

const classOf = ({ template }: DocumentFinding): ReadFinding['class'] => (template === 'schema' || template === 'document' ? 'structure' : 'rule');

const ruleFinding = (finding: DocumentFinding): ReadFinding => ({
  code: finding.code, severity: finding.severity, at: finding.at, rule: finding.rule, class: classOf(finding), text: finding.text,
});

const toleranceFinding = (finding: Finding): ReadFinding =>
  ({ ...finding, class: 'reading', text: TOLERANCES[finding.rule ?? ''] ?? ERROR_REGISTRY[finding.code].text });

/**
 * Everything that is to be said about the document itself, with its class (UC-B3 2): the schema, the rules of the release,
 * and what reading forgave.
 */
export const documentFindings = (root: XmlElement, tolerated: readonly Finding[]): readonly ReadFinding[] =>
  [...checkDocument(root).map(ruleFinding), ...tolerated.map(toleranceFinding)];

const MOST_GAPS = 200;

/** A code without a Swedish text is a finding too: somebody has to add it (decisions G14). */
export const gapFindings = (gaps: readonly { readonly key: string }[]): readonly ReadFinding[] => gaps.slice(0, MOST_GAPS).map(({ key }) => ({
  code: 'NCP_CDA_MAPPING_OPTIONAL', severity: 'information', rule: `translation.${key}`, class: 'translation', text: ERROR_REGISTRY.NCP_CDA_MAPPING_OPTIONAL.text,
}));

/** Codes without a text, the commonest defect of live documents (cda-documents 1.4). */
export const namelessCodes = (facts: DocumentFacts): readonly ReadFinding[] =>
  facts.sections.flatMap((section) => [...section.facts, ...section.entries.flatMap((entry) => entry.facts)])
    .filter((fact) => fact.kind === 'code' && !fact.structural && fact.codes[0] !== undefined && fact.codes[0].codeSystem !== '' && fact.codes[0].display === undefined)
    .slice(0, MOST_GAPS)
    .map((fact) => toleranceFinding({ code: 'NCP_CDA_DISPLAY_NAME', severity: 'warning', at: fact.at, rule: 'reading.display-name' }));
