import { attr, NS, parseOwn, parseXml, serialiseXml, walk, type XmlElement } from '@ncp/xml';
import { documentKind } from '../reading/document-kind.js';
import { checkRules } from './check-rules.js';
import { checkSchema } from './check-schema.js';
import { EHDSI_V8_0_0 } from './ehdsi-v8-0-0/index.js';
import type { DocumentFinding } from './finding.js';
import { OWN_RULES } from './named-checks.js';
import { RuleReport } from './report.js';

/**
 * Checks a document against release v8.0.0: order, number and form of elements as the schema has them, the rules of the
 * templates, the data types, and that references resolve (cda-documents 1-6, 12). Returns every finding; the document
 * passes when none is an error. `found` may hold content of the document and is for its author's eyes only.
 * Rule ids that begin with `se#` are ours and stricter than the official rules.
 * Value sets are checked where they are small; of the large ones only the form of the code is.
 * Of a Patient Summary the header and the list of sections are checked.
 * @throws NcpError NCP_XML_* when the bytes are not XML
 */
export const checkDocument = (document: Uint8Array | XmlElement): readonly DocumentFinding[] => {
  const root = document instanceof Uint8Array ? parseXml(document) : linked(document);
  const report = new RuleReport();
  const kind = documentKind(root);
  if (kind === undefined) {
    report.add({ at: root, wording: 'unknown-document', template: 'document', rule: 'kind' });
    return report.findings;
  }
  checkSchema(root, report);
  if (attr(root, 'schemaLocation', NS.xsi) !== undefined) {
    report.add({ at: root, wording: 'attribute-unexpected', template: 'document', rule: 'schema-location', attribute: 'schemaLocation' });
  }
  checkRules(root, EHDSI_V8_0_0.rulesOf(kind), report);
  checkReferences(root, report);
  return report.findings;
};

/** A tree that was built has no parents, which places and prefixes need: it is read back from its own bytes. */
const linked = (root: XmlElement): XmlElement => {
  const first = root.children.find((node) => node.kind === 'element');
  return first?.parent === root ? root : parseOwn(serialiseXml(root));
};

/** Every `#x` points at an ID of the document (cda-documents 12.3). */
const checkReferences = (root: XmlElement, report: RuleReport): void => {
  const ids = new Set<string>();
  const references: XmlElement[] = [];
  for (const el of walk(root)) {
    const id = attr(el, 'ID');
    if (id !== undefined) ids.add(id);
    if (el.local === 'reference' && el.ns === NS.hl7 && (attr(el, 'value') ?? '').startsWith('#')) references.push(el);
  }
  for (const reference of references) {
    const value = attr(reference, 'value') ?? '';
    if (!ids.has(value.slice(1))) {
      report.add({ at: reference, wording: 'reference-unresolved', template: OWN_RULES, rule: 'reference', attribute: 'value', found: value });
    }
  }
};
