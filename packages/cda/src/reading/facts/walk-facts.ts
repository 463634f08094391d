import type { ZoneName } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { readForeignTime } from '../foreign-time.js';
import { codeContent, intervalContent, partsText, quantityContent, ratioContent, type TextOf } from './fact-content.js';
import { factTypeOf, xsiTypeOf } from './fact-type.js';
import type { DocumentFact, FactContent, StatementRole } from './fact.js';
import { isFixedCode, isStatement, roleOf } from './statement-role.js';

/** What stays the same while one entry is read. */
export interface WalkContext {
  readonly section: string;
  readonly zone: ZoneName | undefined;
  readonly textOf: TextOf;
  readonly facts: DocumentFact[];
}

/** Where the walk stands. */
export interface WalkPlace {
  readonly role: StatementRole;
  readonly within: readonly string[];
  readonly path: string;
  readonly at: string;
  /** How often each role occurred in the entry, shared by the whole entry. */
  readonly counts: Map<string, number>;
}

/** Hold no content: what they name is the form of the document, which the rules check. */
const FORM_ONLY: ReadonlySet<string> = new Set(['templateId', 'typeId']);
/** Read with the element around them. */
const READ_WITH_PARENT: ReadonlySet<string> = new Set(['originalText', 'translation']);

const TODAYS_NAME: Readonly<Record<string, string>> = {
  manufacturedLabeledDrug: 'manufacturedMaterial', containerPackagedMedicine: 'containerPackagedProduct', capacityQuantity: 'quantity',
  generalizedMedicineClass: 'generalizedMaterialKind', partMedicine: 'partProduct',
};

const todaysName = (el: XmlElement): string =>
  el.local === 'ingredient' && el.parent?.local === 'ingredient' ? 'ingredientSubstance' : (TODAYS_NAME[el.local] ?? el.local);

/** Child elements with their XPath. */
export const placedChildren = (el: XmlElement, at: string): readonly (readonly [XmlElement, string])[] => {
  const elements = el.children.filter((node): node is XmlElement => node.kind === 'element');
  const totals = new Map<string, number>();
  for (const { ns, local } of elements) totals.set(`${ns} ${local}`, (totals.get(`${ns} ${local}`) ?? 0) + 1);
  const seen = new Map<string, number>();
  return elements.map((node) => {
    const name = `${node.ns} ${node.local}`;
    const index = (seen.get(name) ?? 0) + 1;
    seen.set(name, index);
    return [node, `${at}/${node.local}${(totals.get(name) ?? 1) > 1 ? `[${String(index)}]` : ''}`] as const;
  });
};

/** Statuses that tell something about care; of all other statements it only says that they are complete. */
const TELLING_STATUS: ReadonlySet<StatementRole> = new Set(['medication', 'immunization', 'concern', 'procedure', 'supply', 'device', 'act']);

const isStructural = (el: XmlElement, role: StatementRole, depth: number): boolean => {
  if (role === 'header') return false;
  if (el.local === 'id' || el.local === 'setId' || el.local === 'independentInd') return true;
  if (depth !== 1) return false;
  if (el.local === 'statusCode') return !TELLING_STATUS.has(role);
  return el.local === 'code' && isFixedCode(attr(el, 'code') ?? '');
};

const add = (context: WalkContext, place: WalkPlace, structural: boolean, content: FactContent): void => {
  const { role, within, path, at } = place;
  context.facts.push({ role, within, path, at, structural, ...content });
};

const textual = (text: string | undefined): FactContent | undefined => (text === undefined ? undefined : { kind: 'text', text });

const identifier = (el: XmlElement): FactContent | undefined => {
  const root = attr(el, 'root') ?? '';
  const extension = attr(el, 'extension') ?? '';
  if (root === '' && extension === '') return undefined;
  return { kind: 'identifier', root, ...(extension === '' ? {} : { extension }) };
};

const time = (el: XmlElement, zone: ZoneName | undefined): FactContent | undefined => {
  const read = readForeignTime(el, zone);
  return read === undefined ? undefined : { kind: 'time', time: read };
};

/** What the element itself says; undefined when that is nothing, `holder` when its children say it. */
const contentOf = (el: XmlElement, { zone, textOf }: WalkContext): FactContent | 'holder' | undefined => {
  switch (factTypeOf(el)) {
    case 'code': return codeContent(el, textOf);
    case 'quantity': return quantityContent(el);
    case 'quantity-interval': return intervalContent(el);
    case 'ratio': return ratioContent(el);
    case 'time': return time(el, zone);
    case 'text': return textual(textOf(el));
    case 'name': return textual(partsText(el, ' '));
    case 'address': return textual(partsText(el, ', '));
    case 'telecom': return textual(attr(el, 'value'));
    case 'flag': return textual(attr(el, 'value'));
    case 'media': return textual(`[${attr(el, 'mediaType') ?? 'media'}]`);
    case 'identifier': return identifier(el);
    case 'absent': return { kind: 'absent', nullFlavor: attr(el, 'nullFlavor') ?? '' };
    case 'time-interval': case 'holder': return 'holder';
    case 'nothing': return undefined;
  }
};

const nextPlace = (el: XmlElement, at: string, place: WalkPlace, context: WalkContext): WalkPlace => {
  if (!isStatement(el)) {
    const name = todaysName(el);
    const type = xsiTypeOf(el);
    const named = el.local === 'effectiveTime' && type !== '' ? `${name}:${type}` : name;
    return { ...place, at, path: place.path === '' ? named : `${place.path}/${named}` };
  }
  const relation = attr(el.parent ?? el, 'typeCode');
  const role = roleOf(el, {
    section: context.section,
    ...(relation === undefined ? {} : { relation }),
    ...(place.role === 'section' ? {} : { around: place.role }),
  });
  const count = (place.counts.get(role) ?? 0) + 1;
  place.counts.set(role, count);
  return { ...place, at, role, path: '', within: [...place.within, count === 1 ? role : `${role}.${String(count)}`] };
};

/** Turns an element and everything below it into facts, in the order of the document. */
export const walkFacts = (el: XmlElement, at: string, place: WalkPlace, context: WalkContext): void => {
  if (FORM_ONLY.has(el.local)) return;
  const here = nextPlace(el, at, place, context);
  const depth = here.path === '' ? 0 : here.path.split('/').length;
  const structural = isStructural(el, here.role, depth);
  if (attr(el, 'negationInd') === 'true') add(context, here, false, { kind: 'negation' });
  const content = isStatement(el) ? 'holder' : contentOf(el, context);
  if (content !== undefined && content !== 'holder') add(context, here, structural, content);
  if (content === 'holder') {
    const nullFlavor = attr(el, 'nullFlavor');
    if (nullFlavor !== undefined) add(context, here, structural, { kind: 'absent', nullFlavor });
    // Words between elements are words too.
    const words = el.children.map((node) => (node.kind === 'text' ? node.value : '')).join(' ').split(/\s+/).join(' ').trim();
    if (words !== '') add(context, here, structural, { kind: 'text', text: words });
    // It changes what a period means: every 8 hours, or three times a day (cda-documents 5).
    const chosen = attr(el, 'institutionSpecified');
    if (chosen !== undefined) add(context, { ...here, at: `${at}/@institutionSpecified`, path: `${here.path}/institutionSpecified` }, false, { kind: 'text', text: chosen });
  }
  const isCode = content !== undefined && content !== 'holder' && content.kind === 'code';
  if (content !== 'holder' && !isCode) return;
  for (const [inner, innerAt] of placedChildren(el, at)) {
    if (!isCode || !READ_WITH_PARENT.has(inner.local)) walkFacts(inner, innerAt, here, context);
  }
};
