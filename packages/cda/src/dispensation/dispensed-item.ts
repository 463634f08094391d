import { CODE_SYSTEMS, DOCUMENT_TEMPLATES, NcpError } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { v3All, v3At } from '../reading/elements.js';
import type { ReadingNotes } from '../reading/notes.js';

/** The one item of an eDispensation (cda-documents 6). */
export interface DispensedItem {
  readonly section: XmlElement;
  /** What was handed over, `moodCode` EVN. */
  readonly supply: XmlElement;
  /** The prescribed item that the supply refers to. */
  readonly reference?: XmlElement;
}

const SECTION_TEMPLATE = DOCUMENT_TEMPLATES.eDispensation.replace(/\.1\.2$/, '.2.2');

const hasTemplate = (el: XmlElement, root: string): boolean =>
  v3All(el, 'templateId').some((template) => attr(template, 'root') === root);

/** A request or an intent is not a hand-over. */
const isEvent = (supply: XmlElement): boolean => (attr(supply, 'moodCode') ?? 'EVN') === 'EVN';

/**
 * Counts every supply of every section, so that a second item hidden in another section is not overlooked.
 * @throws NcpError NCP_CDA_ITEMS when there is not exactly one, with one product, that refers to at most one prescribed item
 */
export const dispensedItem = (root: XmlElement, notes: ReadingNotes): DispensedItem => {
  const sections = v3All(root, 'component').flatMap((component) => v3All(component, 'structuredBody'))
    .flatMap((body) => v3All(body, 'component')).flatMap((component) => v3All(component, 'section'));
  const found = sections.flatMap((section) =>
    v3All(section, 'entry').flatMap((entry) => v3All(entry, 'supply')).filter(isEvent).map((supply) => ({ section, supply })));
  const [item] = found;
  if (item === undefined || found.length > 1) throw new NcpError('NCP_CDA_ITEMS', { found: found.length });
  if (!hasTemplate(item.section, SECTION_TEMPLATE)) notes.note(item.section, 'section-template');

  const products = v3All(item.supply, 'product');
  if (products.length > 1) throw new NcpError('NCP_CDA_ITEMS', { products: products.length });
  const references = v3All(item.supply, 'entryRelationship')
    .filter((relation) => attr(relation, 'typeCode') === 'REFR')
    .flatMap((relation) => v3All(relation, 'substanceAdministration'));
  if (references.length > 1) throw new NcpError('NCP_CDA_ITEMS', { references: references.length });
  const [reference] = references;
  return { ...item, ...(reference === undefined ? {} : { reference }) };
};

const isSubstitutionAct = (act: XmlElement): boolean => {
  const code = v3At(act, 'code');
  if (code === undefined || attr(code, 'code') !== 'SUBST') return false;
  // A code without its system is the commonest slip; a foreign system is another code.
  const codeSystem = attr(code, 'codeSystem');
  return (codeSystem === undefined || codeSystem === CODE_SYSTEMS.actClass) && attr(act, 'negationInd') !== 'true';
};

const actsOf = (holder: XmlElement): readonly { readonly relation: XmlElement; readonly act: XmlElement }[] =>
  v3All(holder, 'entryRelationship').flatMap((relation) => v3All(relation, 'act').map((act) => ({ relation, act })));

/**
 * Substitution took place when the act SUBST is there. Its place is COMP under the supply; it is also accepted under
 * another relation and beside the prescribed item. The observation SUBST of the prescription, which some countries copy
 * there, only says whether substitution was allowed and is not the flag.
 */
export const isSubstituted = (supply: XmlElement, notes: ReadingNotes): boolean => {
  const prescribed = v3All(supply, 'entryRelationship').flatMap((relation) => v3All(relation, 'substanceAdministration', 'supply'));
  for (const holder of [supply, ...prescribed]) {
    for (const { relation, act } of actsOf(holder)) {
      if (!isSubstitutionAct(act)) continue;
      if (holder !== supply || attr(relation, 'typeCode') !== 'COMP') notes.note(act, 'substitution-place');
      return true;
    }
  }
  return false;
};
