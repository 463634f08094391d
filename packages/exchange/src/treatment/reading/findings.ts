import { checkDocument, toleranceOf, type DocumentFacts, type DocumentFinding } from '@ncp/cda';
import { ERROR_REGISTRY, type Finding, type ReadFinding } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';

const classOf = ({ template }: DocumentFinding): ReadFinding['class'] => (template === 'schema' || template === 'document' ? 'structure' : 'rule');

const ruleFinding = (finding: DocumentFinding): ReadFinding => ({
  code: finding.code, severity: finding.severity, at: finding.at, rule: finding.rule, class: classOf(finding), text: finding.text,
});

const toleranceFinding = (finding: Finding): ReadFinding =>
  ({ ...finding, class: 'reading', text: toleranceOf(finding.rule ?? '')?.text ?? ERROR_REGISTRY[finding.code].text });

/** The decoder and the reader of all facts see some things both. */
const distinct = (findings: readonly Finding[]): readonly Finding[] =>
  [...new Map(findings.map((finding) => [`${finding.rule ?? ''} ${finding.at ?? ''}`, finding])).values()];

/**
 * Everything that is to be said about the document itself, with its class (UC-B3 2): the schema, the rules of the release,
 * and what reading forgave.
 */
export const documentFindings = (root: XmlElement, tolerated: readonly Finding[]): readonly ReadFinding[] =>
  [...checkDocument(root).map(ruleFinding), ...distinct(tolerated).map(toleranceFinding)];

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
