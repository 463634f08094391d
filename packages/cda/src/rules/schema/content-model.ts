import { NS } from '@ncp/xml';
import { DATA_TYPES } from './data-types.js';
import { ENTRY_CLASSES } from './entry-classes.js';
import { HEADER_CLASSES } from './header-classes.js';
import { NARRATIVE_CLASSES } from './narrative-classes.js';
import { PRODUCT_CLASSES } from './product-classes.js';

/**
 * The order, number and attributes of elements that the CDA R2 schema with the pharmacy extension demands, as data.
 * One type is one line (continued by indented lines):
 *
 *   Name<Base flags ; content ; attributes
 *
 * `<` adds to the base, `<<` replaces its content. Flags: `mixed` allows text, `abstract` needs an xsi:type.
 * Content is a pattern over `element:Type` with `?`, `*`, `+`, groups and `|`; `$name` stands for a common part.
 * An attribute is `name:simpleType`, `name=fixed value`, or `-name` where the base has it; `!` makes it required.
 */

export interface AttributeModel {
  readonly required: boolean;
  readonly fixed?: string;
  readonly simpleType?: string;
}

/** One name that may stand in a content. */
export interface ChildModel {
  /** Namespace and name. */
  readonly key: string;
  readonly type: string;
  /** The letter that stands for it when a content is matched. */
  readonly symbol: string;
}

export interface TypeModel {
  readonly name: string;
  readonly base?: string;
  readonly mixed: boolean;
  readonly abstract: boolean;
  readonly childNamed: (ns: string, local: string) => ChildModel | undefined;
  /** Their order, for saying what was expected where. */
  readonly order: readonly string[];
  /** Children of that name that must be there when the content is a plain sequence. */
  readonly required: ReadonlySet<string>;
  /** Children that may stand there only once. */
  readonly single: ReadonlySet<string>;
  /** Is this, one symbol for each child, a content of the type? */
  readonly matches: (symbols: string) => boolean;
  readonly attributes: ReadonlyMap<string, AttributeModel>;
  readonly requiredAttributes: readonly string[];
}

const COMMON_PARTS: Readonly<Record<string, string>> = {
  $root: 'realmCode*:CS typeId?:InfrastructureRoot.typeId templateId*:II',
  $statement: '(act:Act | encounter:Encounter | observation:Observation | observationMedia:ObservationMedia | organizer:Organizer | ' +
    'procedure:Procedure | regionOfInterest:RegionOfInterest | substanceAdministration:SubstanceAdministration | supply:Supply)',
  $subject: 'subject?:Subject specimen*:Specimen',
  $actors: 'performer*:Performer2 author*:Author informant*:Informant12 participant*:Participant2',
  $links: 'entryRelationship*:EntryRelationship reference*:Reference precondition*:Precondition',
  $words: 'content:Doc.Content | linkHtml:Doc.LinkHtml | sub:Doc.Sub | sup:Doc.Sup | br:Doc.Br | footnote:Doc.Footnote | ' +
    'footnoteRef:Doc.FootnoteRef | renderMultiMedia:Doc.RenderMultiMedia',
  $blocks: 'paragraph:Doc.Paragraph | list:Doc.List | table:Doc.Table',
  $style: 'language styleCode',
  $align: 'align char charoff valign',
};

const EXTENSION = 'pharm:';

/** Namespace and name as one key. */
const childKey = (ns: string, local: string): string => `${ns} ${local}`;

interface Content {
  readonly pattern: string;
  readonly children: Map<string, string>;
  readonly order: string[];
  readonly required: Set<string>;
  readonly single: Set<string>;
}

const FIRST_SYMBOL = 0x100;
const symbolOf = (place: number): string => String.fromCharCode(FIRST_SYMBOL + place);
const PARTICLE = /^((?:pharm:)?[A-Za-z]+)([?*+]?):(.+)$/;

/** Turns the content pattern into a regular expression over one symbol for each child name. */
const compileContent = (text: string, owner: string, inherited: Content | undefined): Content => {
  const content: Content = inherited ?? { pattern: '', children: new Map(), order: [], required: new Set(), single: new Set() };
  const { children, order, required, single } = content;
  let pattern = content.pattern;
  let depth = 0;
  for (const token of text.replaceAll('(', ' ( ').replaceAll(/\)([?*+]?)/g, ' )$1 ').split(/\s+/)) {
    if (token === '') continue;
    if (token === '(') { pattern += '(?:'; depth += 1; continue; }
    if (token.startsWith(')')) { pattern += token; depth -= 1; continue; }
    if (token === '|') { pattern += '|'; continue; }
    const [, name = '', cardinality = '', type = ''] = PARTICLE.exec(token) ?? [];
    const inExtension = owner.startsWith(EXTENSION) || name.startsWith(EXTENSION);
    const key = childKey(inExtension ? NS.pharm : NS.hl7, name.startsWith(EXTENSION) ? name.slice(EXTENSION.length) : name);
    if (!children.has(key)) order.push(key);
    children.set(key, type);
    if (depth === 0 && (cardinality === '' || cardinality === '+')) required.add(key);
    if (depth === 0 && (cardinality === '' || cardinality === '?')) single.add(key);
    pattern += `${symbolOf(order.indexOf(key))}${cardinality}`;
  }
  return { ...content, pattern };
};

const copyOf = (content: Content): Content => ({
  pattern: content.pattern, children: new Map(content.children), order: [...content.order],
  required: new Set(content.required), single: new Set(content.single),
});

const ATTRIBUTE = /^(-?)([A-Za-z]+)(!?)(?::(.+)|=(.+))?$/;

const compileAttributes = (text: string, attributes: Map<string, AttributeModel>): Map<string, AttributeModel> => {
  for (const token of text.split(/\s+/)) {
    if (token === '') continue;
    const [, removed, name = '', required, simpleType, fixed] = ATTRIBUTE.exec(token) ?? [];
    if (removed === '-') attributes.delete(name);
    else attributes.set(name, {
      required: required === '!', ...(simpleType === undefined ? {} : { simpleType }), ...(fixed === undefined ? {} : { fixed }),
    });
  }
  return attributes;
};

const expand = (text: string): string => text.replaceAll(/\$\w+/g, (part) => COMMON_PARTS[part] ?? part);

interface Definition {
  readonly base?: string;
  readonly replaces: boolean;
  readonly flags: readonly string[];
  readonly content: string;
  readonly attributes: string;
}

const readDefinitions = (text: string): ReadonlyMap<string, Definition> => {
  const definitions = new Map<string, Definition>();
  for (const line of text.replaceAll(/\n +/g, ' ').split('\n')) {
    if (line === '') continue;
    const [head = '', content = '', attributes = ''] = line.split(' ;');
    const [declaration = '', ...flags] = head.split(' ');
    const [name = '', base] = declaration.split(/<+/);
    definitions.set(name, { ...(base === undefined ? {} : { base }), replaces: declaration.includes('<<'), flags, content: expand(content), attributes: expand(attributes) });
  }
  return definitions;
};

const DEFINITIONS = readDefinitions([DATA_TYPES, HEADER_CLASSES, ENTRY_CLASSES, PRODUCT_CLASSES, NARRATIVE_CLASSES].join(''));

const isNarrative = (name: string): boolean => name.startsWith('Doc.');

interface Compiled {
  readonly model: TypeModel;
  readonly content: Content;
  readonly attributes: Map<string, AttributeModel>;
}

const compiled = new Map<string, Compiled>();

/** Looked up for every element of every document: by name first, so that no key is put together. */
const childrenOfContent = ({ children, order }: Content): TypeModel['childNamed'] => {
  const byNamespace = new Map<string, Map<string, ChildModel>>();
  order.forEach((key, place) => {
    const [ns = '', local = ''] = key.split(' ');
    const named = byNamespace.get(ns) ?? new Map<string, ChildModel>();
    byNamespace.set(ns, named.set(local, { key, type: children.get(key) ?? '', symbol: symbolOf(place) }));
  });
  return (ns, local) => byNamespace.get(ns)?.get(local);
};

const compile = (name: string): Compiled | undefined => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const definition = DEFINITIONS.get(name);
  if (definition === undefined) return undefined;
  const base = definition.base === undefined ? undefined : compile(definition.base);
  const content = compileContent(definition.content, name, base === undefined || definition.replaces ? undefined : copyOf(base.content));
  const start = base === undefined
    ? new Map<string, AttributeModel>(isNarrative(name) ? [] : [['nullFlavor', { required: false, simpleType: 'NullFlavor' }]])
    : new Map(base.attributes);
  const attributes = compileAttributes(definition.attributes, start);
  const expression = new RegExp(`^(?:${content.pattern})$`);
  const { order, required, single } = content;
  const model: TypeModel = {
    name, ...(definition.base === undefined ? {} : { base: definition.base }),
    mixed: definition.flags.includes('mixed'), abstract: definition.flags.includes('abstract'),
    childNamed: childrenOfContent(content), order, required, single, attributes,
    requiredAttributes: [...attributes].filter(([, attribute]) => attribute.required).map(([attribute]) => attribute),
    matches: (symbols) => expression.test(symbols),
  };
  const result = { model, content, attributes };
  compiled.set(name, result);
  return result;
};

/** The model of a type; undefined when the schema has no type of that name. Compiled at first use. */
export const typeModel = (name: string): TypeModel | undefined => compile(name)?.model;

/** Is `name` the type `wanted` or derived from it? */
export const isDerivedFrom = (name: string, wanted: string): boolean => {
  for (let at: string | undefined = name; at !== undefined; at = DEFINITIONS.get(at)?.base) if (at === wanted) return true;
  return false;
};
