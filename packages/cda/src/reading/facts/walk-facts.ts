import type { ZoneName } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { readForeignTime } from '../foreign-time.js';
import type { ReadingNotes } from '../notes.js';
import { codeContent, intervalContent, ownWords, partsText, quantityContent, ratioContent, type TextOf } from './fact-content.js';
import { elementType, withoutPrefix, type ElementType, type FactType } from './fact-type.js';
import type { DocumentFact, FactContent, StatementRole } from './fact.js';
import { contentFaults, elementFaults, siblingFaults } from './faults.js';
import { leftoversOf, wordyLeftovers } from './leftovers.js';
import { placedChildren, type Placed } from './placed-children.js';
import { isFixedCode, isStatement, roleOf, tellingMood } from './statement-role.js';

/** What stays the same while one entry is read. */
export interface WalkContext {
  readonly section: string;
  readonly zone: ZoneName | undefined;
  readonly textOf: TextOf;
  readonly facts: DocumentFact[];
  readonly notes: ReadingNotes;
}

/** Where the walk stands. */
export interface WalkPlace {
  readonly role: StatementRole;
  readonly within: readonly string[];
  readonly path: string;
  /** Names in `path`. */
  readonly depth: number;
  readonly at: string;
  /** How often each role occurred in the entry, shared by the whole entry. */
  readonly counts: Map<string, number>;
}

/** Hold no content: what they name is the form of the document, which the rules check. */
const FORM_ONLY: ReadonlySet<string> = new Set(['templateId', 'typeId']);

const TODAYS_NAME: Readonly<Record<string, string>> = {
  manufacturedLabeledDrug: 'manufacturedMaterial', containerPackagedMedicine: 'containerPackagedProduct', capacityQuantity: 'quantity',
  generalizedMedicineClass: 'generalizedMaterialKind', partMedicine: 'partProduct',
};

const todaysName = ({ local, parent }: XmlElement): string => {
  if (local === 'ingredient' && parent?.local === 'ingredient') return 'ingredientSubstance';
  return Object.hasOwn(TODAYS_NAME, local) ? (TODAYS_NAME[local] ?? local) : local;
};

/** Statuses that tell something about care; of all other statements it only says that they are complete. */
const TELLING_STATUS: ReadonlySet<StatementRole> = new Set(['medication', 'immunization', 'concern', 'procedure', 'supply', 'device', 'act']);

const isStructural = (el: XmlElement, { role, depth }: WalkPlace): boolean => {
  if (role === 'header') return false;
  if (el.local === 'id' || el.local === 'setId' || el.local === 'independentInd') return true;
  if (depth !== 1) return false;
  if (el.local === 'statusCode') return !TELLING_STATUS.has(role);
  return el.local === 'code' && isFixedCode(attr(el, 'code') ?? '');
};

const add = (context: WalkContext, place: WalkPlace, structural: boolean, content: FactContent): void => {
  const { role, within, path, at } = place;
  // What is denied is never out of sight.
  context.facts.push({ role, within, path, at, structural: structural && content.kind !== 'negation', ...content });
};

const textual = (text: string | undefined): FactContent | undefined => (text === undefined || text === '' ? undefined : { kind: 'text', text });

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

/** What the element itself says; undefined when that is nothing, or when its children say it. */
const contentOf = (el: XmlElement, type: FactType, { zone, textOf }: WalkContext): FactContent | undefined => {
  switch (type) {
    case 'code': return codeContent(el, textOf);
    case 'quantity': return quantityContent(el);
    case 'quantity-interval': return intervalContent(el);
    case 'ratio': return ratioContent(el);
    case 'time': return time(el, zone);
    case 'text': return textual(textOf(el));
    case 'name': return textual(partsText(el, ' '));
    case 'address': return textual(partsText(el, ', '));
    case 'telecom': case 'flag': return textual(attr(el, 'value'));
    case 'media': return textual(`[${attr(el, 'mediaType') ?? 'media'}]`);
    case 'identifier': return identifier(el);
    case 'absent': return { kind: 'absent', nullFlavor: attr(el, 'nullFlavor') ?? '' };
    case 'time-interval': case 'holder': case 'nothing': return undefined;
  }
};

/** Types that are read as words, with everything in them. */
const isWordy = (type: FactType): boolean => type === 'text' || type === 'name' || type === 'address';

/** Types whose content leaves words beside it unread. */
const leavesWords = (type: FactType): boolean => !isWordy(type) && type !== 'code' && type !== 'media';

const nextPlace = (el: XmlElement, at: string, place: WalkPlace, { context, xsiType }: { readonly context: WalkContext; readonly xsiType: string }): WalkPlace => {
  const { counts, within, role: around } = place;
  if (!isStatement(el)) {
    const name = todaysName(el);
    const named = xsiType !== '' && el.local === 'effectiveTime' ? `${name}:${xsiType}` : name;
    return { role: around, within, counts, at, path: place.path === '' ? named : `${place.path}/${named}`, depth: place.depth + 1 };
  }
  const relation = attr(el.parent ?? el, 'typeCode');
  const role = roleOf(el, {
    section: context.section,
    ...(relation === undefined ? {} : { relation }),
    ...(around === 'section' ? {} : { around }),
  });
  const count = (counts.get(role) ?? 0) + 1;
  counts.set(role, count);
  return { counts, at, role, path: '', depth: 0, within: [...within, count === 1 ? role : `${role}.${String(count)}`] };
};

/** Children that were read with the element around them: only what is left of them is walked. */
const PARTS: Readonly<Partial<Record<FactType, ReadonlySet<string>>>> = {
  'code': new Set(['originalText', 'translation']), 'quantity': new Set(['originalText', 'translation']),
  'quantity-interval': new Set(['low', 'high', 'center', 'width']), 'ratio': new Set(['numerator', 'denominator']),
  'text': new Set(['reference']),
};

/** What a part of a code or an amount says that its whole does not hold: a reason for saying nothing, a qualifier, a code of a unit. */
const walkPart = ([el, at]: Placed, whole: FactType, place: WalkPlace, context: WalkContext): void => {
  const { look, type } = elementType(el);
  const here: WalkPlace = { ...place, at, path: `${place.path}/${el.local}`, depth: place.depth + 1 };
  if (el.local === 'originalText') {
    for (const content of wordyLeftovers(el, true)) add(context, here, true, content);
    for (const content of leftoversOf(el, look, 'text')) add(context, here, true, content);
    return;
  }
  if (whole === 'code') {
    for (const content of leftoversOf(el, look, 'absent').filter(({ kind }) => kind !== 'code')) add(context, here, true, content);
    if (look.nullFlavor) add(context, here, true, { kind: 'absent', nullFlavor: attr(el, 'nullFlavor') ?? '' });
    walkParts(el, 'code', here, context);
    return;
  }
  // The translation of an amount is an amount in another unit, or the words of a unit that has no code (cda-documents 4).
  if (el.local === 'translation') {
    if (look.coded || look.value || look.unit || look.nullFlavor) add(context, here, true, look.coded ? codeContent(el, context.textOf) : quantityContent(el));
    for (const content of leftoversOf(el, look, look.coded ? 'code' : 'quantity')) add(context, here, true, content);
    walkParts(el, 'quantity', here, context);
    return;
  }
  elementFaults(el, { look, type, xsiType: withoutPrefix(look.xsiType) }, at, context.notes);
  for (const content of leftoversOf(el, look, 'quantity')) add(context, here, true, content);
  const words = ownWords(el);
  if (words !== '') add(context, here, true, { kind: 'text', text: words });
  walkParts(el, 'quantity', here, context);
};

const walkParts = (el: XmlElement, type: FactType, here: WalkPlace, context: WalkContext): void => {
  for (const child of placedChildren(el, here.at)) {
    if (PARTS[type]?.has(child[0].local) === true) walkPart(child, type, here, context);
    else walkFacts(child[0], child[1], here, context);
  }
};

/** All that an element says, and nothing of its children; the place below which they stand. */
const readElement = (el: XmlElement, here: WalkPlace, kind: ElementType, context: WalkContext): void => {
  const { look } = kind;
  const type = isStatement(el) ? 'holder' : kind.type;
  const structural = isStructural(el, here);
  const content = contentOf(el, type, context);
  if (look.negated) add(context, here, false, { kind: 'negation' });
  const mood = tellingMood(el, here.role);
  if (mood !== undefined) add(context, { ...here, path: 'moodCode' }, false, { kind: 'text', text: mood });
  elementFaults(el, kind, here.at, context.notes);
  if (content !== undefined) {
    contentFaults(content, here.at, here.role, context.notes);
    add(context, here, structural, content);
  }
  for (const left of leftoversOf(el, look, type)) if (left.kind !== 'negation') add(context, here, structural, left);
  if (look.text && leavesWords(type)) add(context, here, structural, { kind: 'text', text: ownWords(el) });
  if (isWordy(type) && look.element) {
    for (const left of wordyLeftovers(el, content === undefined || type === 'text')) add(context, here, structural, left);
  }
  // It changes what a period means: every 8 hours, or three times a day (cda-documents 5).
  const chosen = type === 'holder' ? attr(el, 'institutionSpecified') : undefined;
  if (chosen !== undefined) {
    const { at, path } = here;
    add(context, { ...here, at: `${at}/@institutionSpecified`, path: `${path}/institutionSpecified` }, false, { kind: 'text', text: chosen });
  }
  // So does "excluding": the other operators are how every frequency is written.
  const operator = type === 'holder' ? attr(el, 'operator') : undefined;
  if (operator !== undefined && !['A', 'I'].includes(operator)) {
    add(context, { ...here, at: `${here.at}/@operator`, path: `${here.path}/operator` }, false, { kind: 'text', text: operator });
  }
};

/** Turns an element and everything below it into facts, in the order of the document. */
export const walkFacts = (el: XmlElement, at: string, place: WalkPlace, context: WalkContext): void => {
  if (FORM_ONLY.has(el.local)) return;
  const kind = elementType(el);
  const here = nextPlace(el, at, place, { context, xsiType: kind.xsiType });
  readElement(el, here, kind, context);
  const type = isStatement(el) ? 'holder' : kind.type;
  if (!kind.look.element || isWordy(type)) return;
  const children = placedChildren(el, at);
  siblingFaults(children, type === 'time-interval', context.notes);
  const parts = PARTS[type];
  for (const child of children) {
    if (parts?.has(child[0].local) === true) walkPart(child, type, here, context);
    else walkFacts(child[0], child[1], here, context);
  }
};
