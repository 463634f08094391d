import { attr, NS, type XmlElement } from '@ncp/xml';
import type { RuleReport } from './report.js';
import { isDerivedFrom, typeModel, type ChildModel, type TypeModel } from './schema/content-model.js';
import { isPrefixDeclared, typeNameOf } from './schema/type-name.js';
import { allowedOfSimpleType, isOfSimpleType } from './schema/simple-types.js';

/** The part of the XML schema that documents break: order, number, names and lexical forms (cda-documents 1.2). */

const TEMPLATE = 'schema';

export const checkSchema = (root: XmlElement, report: RuleReport): void => {
  const ids = new Set<string>();
  checkElement(root, 'ClinicalDocument', { report, ids });
};

interface Checking {
  readonly report: RuleReport;
  readonly ids: Set<string>;
}

const checkElement = (el: XmlElement, declared: string, checking: Checking): void => {
  const model = modelOf(el, declared, checking);
  if (model === undefined) return;
  checkAttributes(el, model, checking);
  if (!model.mixed && el.children.some((node) => node.kind === 'text' && node.value.trim() !== '')) {
    checking.report.add({ at: el, wording: 'text-unexpected', template: TEMPLATE, rule: 'text' });
  }
  checkChildren(el, model, checking);
};

/** The declared type, or the one that xsi:type names, if it is derived from it. */
const modelOf = (el: XmlElement, declared: string, { report }: Checking): TypeModel | undefined => {
  const written = attr(el, 'type', NS.xsi);
  if (written === undefined) {
    const model = typeModel(declared);
    if (model?.abstract === true) {
      report.add({ at: el, wording: 'attribute-missing', template: TEMPLATE, rule: 'xsi-type', name: 'xsi:type' });
      return undefined;
    }
    return model;
  }
  if (!isPrefixDeclared(el, written)) {
    report.add({ at: el, wording: 'prefix-undeclared', template: TEMPLATE, rule: 'xsi-prefix', found: written, allowed: declared });
    return undefined;
  }
  const type = typeNameOf(el, written);
  const model = type === undefined ? undefined : typeModel(type);
  if (type === undefined || model === undefined || model.abstract || !isDerivedFrom(type, declared)) {
    report.add({ at: el, wording: 'type-unexpected', template: TEMPLATE, rule: 'xsi-type', found: written, allowed: declared });
    return undefined;
  }
  return model;
};

const XSI_ATTRIBUTES: ReadonlySet<string> = new Set(['type', 'nil', 'schemaLocation', 'noNamespaceSchemaLocation']);

const checkAttributes = (el: XmlElement, model: TypeModel, { report, ids }: Checking): void => {
  for (const { ns, local, value } of el.attributes) {
    if (ns === NS.xsi && XSI_ATTRIBUTES.has(local)) continue;
    const known = ns === '' ? model.attributes.get(local) : undefined;
    if (known === undefined) {
      report.add({ at: el, wording: 'attribute-unexpected', template: TEMPLATE, rule: 'attribute', attribute: local });
    } else if (known.fixed !== undefined ? known.fixed !== value : !isOfSimpleType(known.simpleType ?? '', value)) {
      report.add({
        at: el, wording: 'attribute-value', template: TEMPLATE, rule: 'attribute-value', attribute: local,
        found: value, allowed: known.fixed ?? allowedOfSimpleType(known.simpleType ?? ''),
      });
    } else if (known.simpleType === 'ID') {
      if (ids.has(value)) report.add({ at: el, wording: 'id-twice', template: TEMPLATE, rule: 'id-unique', attribute: local, found: value });
      ids.add(value);
    }
  }
  for (const name of model.requiredAttributes) {
    if (attr(el, name) === undefined) {
      report.add({ at: el, wording: 'attribute-missing', template: TEMPLATE, rule: 'attribute-required', attribute: name });
    }
  }
};

interface KnownChild {
  readonly child: XmlElement;
  readonly model: ChildModel;
}

const checkChildren = (el: XmlElement, model: TypeModel, checking: Checking): void => {
  const known: KnownChild[] = [];
  let symbols = '';
  for (const node of el.children) {
    if (node.kind !== 'element') continue;
    const child = model.childNamed(node.ns, node.local);
    if (child === undefined) checking.report.add({ at: node, wording: 'element-unexpected', template: TEMPLATE, rule: 'element' });
    else {
      known.push({ child: node, model: child });
      symbols += child.symbol;
    }
  }
  if (!model.matches(symbols)) reportMismatch(el, model, known, checking.report);
  for (const { child, model: { type } } of known) checkElement(child, type, checking);
};

/** Says what of several possible things is wrong with a content; if it cannot be told, the parent is named. */
const reportMismatch = (el: XmlElement, model: TypeModel, known: readonly KnownChild[], report: RuleReport): void => {
  const allowed = model.order.map(localOf).join(' ');
  const seen = new Set<string>();
  let reached = 0;
  let told = false;
  for (const { child, model: { key } } of known) {
    const place = model.order.indexOf(key);
    if (seen.has(key) && model.single.has(key)) {
      report.add({ at: child, wording: 'element-too-often', template: TEMPLATE, rule: 'element-number' });
      told = true;
    } else if (place < reached) {
      report.add({ at: child, wording: 'element-order', template: TEMPLATE, rule: 'element-order', allowed });
      told = true;
    }
    seen.add(key);
    reached = Math.max(reached, place);
  }
  for (const key of model.required) {
    if (seen.has(key)) continue;
    report.add({ at: el, wording: 'element-missing', template: TEMPLATE, rule: 'element-number', name: localOf(key) });
    told = true;
  }
  if (!told) report.add({ at: el, wording: 'content', template: TEMPLATE, rule: 'content', allowed });
};

const localOf = (key: string): string => key.slice(key.indexOf(' ') + 1);
