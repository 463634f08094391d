import { attr, NS, parseOwn, parseXml, serialiseXml, walk, type XmlElement } from '@ncp/xml';
import { documentKind } from '../reading/document-kind.js';
import { checkElement, checkRules } from './check-rules.js';
import { checkSchema } from './check-schema.js';
import type { Checking } from './checking.js';
import { rulesOf, type CompiledKind } from './compile-release.js';
import { EHDSI_V8_0_0 } from './ehdsi-v8-0-0/index.js';
import { OWN_RULES, type DocumentFinding } from './finding.js';
import type { RuleRelease } from './release.js';
import { RuleReport } from './report.js';
import type { ElementRule } from './table.js';
import { isUnit } from './types/unit.js';
import { valueSetsOf, type ValueSetSource } from './value-sets.js';

export interface CheckOptions {
  /** Content of value sets; without it large ones are checked by code system and form of the code only. */
  readonly valueSets?: ValueSetSource;
  /** v8.0.0 when absent. */
  readonly release?: RuleRelease;
}

/**
 * Checks a document against a release: order, number and form of elements as the schema has them, the rules of the
 * templates, the data types, and that references resolve (cda-documents 1-8, 12). Returns every finding; the document
 * passes when none is an error. `found` may hold content of the document and is for its author's eyes only.
 * Rule ids that begin with `se#` are ours and stricter than the official rules.
 * @throws NcpError NCP_XML_* when the bytes are not XML
 */
export const checkDocument = (document: Uint8Array | XmlElement, options: CheckOptions = {}): readonly DocumentFinding[] => {
  const { release = EHDSI_V8_0_0, valueSets } = options;
  const root = document instanceof Uint8Array ? parseXml(document) : linked(document);
  const report = new RuleReport();
  const kind = documentKind(root);
  if (kind === undefined) {
    report.add({ at: root, wording: 'unknown-document', template: 'document', rule: 'kind' });
    return report.findings;
  }
  checkSchema(root, report);
  checkTemplates(root, rulesOf(release, kind), {
    report, valueSets: valueSetsOf(release.valueSets, isUnit, valueSets), valueSetRules: release.valueSets,
  });
  checkReferences(root, report);
  return report.findings;
};

/** A tree that was built has no parents, which places and prefixes need: it is read back from its own bytes. */
const linked = (root: XmlElement): XmlElement => {
  const first = root.children.find((node) => node.kind === 'element');
  return first?.parent === root ? root : parseOwn(serialiseXml(root));
};

/** The template of the document, then every template that occurs somewhere in it. */
const checkTemplates = (root: XmlElement, { document, anywhere }: CompiledKind, checking: Checking): void => {
  checkElement(root, document, checking);
  if (anywhere.size === 0) return;
  const parentsOf = new Map<ElementRule, Set<XmlElement>>();
  for (const el of walk(root)) {
    if (el.ns !== NS.hl7 || el.parent === undefined) continue;
    for (const head of anywhere.get(el.local) ?? []) {
      if (!head.selects(el, checking.valueSets)) continue;
      const parents = parentsOf.get(head) ?? new Set<XmlElement>();
      if (parents.size === 0) parentsOf.set(head, parents);
      // The rules of a template begin at the parent: how often it may occur there.
      if (parents.has(el.parent)) continue;
      parents.add(el.parent);
      checkRules(el.parent, [head], checking);
    }
  }
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
