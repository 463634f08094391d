import type { XmlContent, XmlElement } from '@ncp/xml';
import { v3 } from '../building/elements.js';
import { labelText } from './facts.js';
import type { EPrescription, Fact, FactGroup } from './model.js';

/** IDs that the entries refer to. */
export const NARRATIVE_IDS = { item: 'item', patientInstruction: 'pinst', fulfilmentInstruction: 'finst' } as const;

const lines = (texts: readonly string[]): readonly XmlContent[] =>
  texts.flatMap((text, index): readonly XmlContent[] => (index === 0 ? [text] : [v3('br'), text]));

const row = ({ id, label, lines: texts }: Fact): XmlElement =>
  v3('tr', {}, v3('th', {}, labelText(label)), v3('td', {}, v3('content', { ID: id }, lines(texts))));

const rows = ({ heading, facts }: FactGroup): readonly XmlElement[] =>
  facts.length === 0 ? [] : [v3('tr', {}, v3('th', { colspan: '2' }, labelText(heading))), ...facts.map(row)];

/** The section text: one table with every fact of the entries, each under an ID of its own (cda-documents 1.12). */
export const narrative = ({ facts }: EPrescription): XmlElement =>
  v3('text', {}, v3('table', { ID: NARRATIVE_IDS.item }, v3('tbody', {}, facts.flatMap(rows))));

export const narrativeReference = (id: string): XmlElement => v3('text', {}, v3('reference', { value: `#${id}` }));
