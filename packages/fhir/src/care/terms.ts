import type { CodedValue, RecordTerm } from '@ncp/domain';
import { codeSystemOid } from '../coding.js';
import { isFhirNumber } from '../json.js';
import { decimalIn, flagIn, malformed, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { CARE_SYSTEM_OIDS } from './care-constants.js';

/** A code system by the OID the gateway knows it by; one without an OID keeps its URI. */
export const careSystem = (uri: string): string => CARE_SYSTEM_OIDS[uri] ?? CARE_SYSTEM_OIDS[`urn:oid:${uri}`] ?? codeSystemOid(uri);

const text = (value: string | undefined): string | undefined => {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
};
export const wordsIn = (node: FhirNode, name: string): string | undefined => text(textIn(node, name));

/** A coding without a code says at most something in words. */
const codingsOf = (concept: FhirNode): { readonly coded: readonly CodedValue[]; readonly displays: readonly string[] } => {
  const coded: CodedValue[] = [];
  const displays: string[] = [];
  for (const coding of nodesIn(concept, 'coding')) {
    const code = wordsIn(coding, 'code');
    const display = wordsIn(coding, 'display');
    if (code !== undefined) coded.push({ code, codeSystem: careSystem(textIn(coding, 'system') ?? ''), ...optional('display', display) });
    else if (display !== undefined) displays.push(display);
  }
  return { coded, displays };
};

/** A CodeableConcept: codes, words or both (CVType, sweden-patient-summary 1.1). Undefined when it says nothing. @throws NcpError NCP_NATIONAL_MALFORMED */
export function termOf(concept: FhirNode | undefined): RecordTerm | undefined {
  if (concept === undefined) return undefined;
  const { coded, displays } = codingsOf(concept);
  const words = wordsIn(concept, 'text') ?? displays[0];
  return coded.length === 0 && words === undefined ? undefined : { codings: coded, ...optional('text', words) };
}

export const termIn = (node: FhirNode, name: string): RecordTerm | undefined => termOf(nodeIn(node, name));
export const termsIn = (node: FhirNode, name: string): readonly RecordTerm[] => nodesIn(node, name).flatMap((concept) => termOf(concept) ?? []);

/** @throws NcpError NCP_NATIONAL_MALFORMED when it is missing or says nothing */
export function requireTerm(node: FhirNode, name: string): RecordTerm {
  const term = termIn(node, name);
  if (term === undefined) throw malformed(`${node.path}.${name}`);
  return term;
}

/** What a term says, in words: its text, else the display of its first code, else that code. */
export const wordsOf = (term: RecordTerm): string => {
  const [first] = term.codings;
  return term.text ?? first?.display ?? first?.code ?? '';
};

export const notesOf = (node: FhirNode): readonly string[] => nodesIn(node, 'note').flatMap((note) => wordsIn(note, 'text') ?? []);

const quantityWords = (quantity: FhirNode): string => {
  const value = decimalIn(quantity, 'value');
  if (value === undefined) throw malformed(`${quantity.path}.value`);
  const unit = wordsIn(quantity, 'unit') ?? wordsIn(quantity, 'code');
  return `${textIn(quantity, 'comparator') ?? ''}${value}${unit === undefined ? '' : ` ${unit}`}`;
};
const between = (range: FhirNode): string => {
  const [low, high] = [nodeIn(range, 'low'), nodeIn(range, 'high')];
  if (low === undefined && high === undefined) throw malformed(range.path);
  return [low, high].map((end) => (end === undefined ? '' : quantityWords(end))).join(' - ').trim();
};
const ratio = (node: FhirNode): string => {
  const [numerator, denominator] = [nodeIn(node, 'numerator'), nodeIn(node, 'denominator')];
  if (numerator === undefined || denominator === undefined) throw malformed(node.path);
  return `${quantityWords(numerator)} : ${quantityWords(denominator)}`;
};

const integerWords = (node: FhirNode): string | undefined => {
  const value = node.value['valueInteger'];
  if (value === undefined) return undefined;
  if (!isFhirNumber(value) || !/^-?[0-9]+$/.test(value.text)) throw malformed(`${node.path}.valueInteger`);
  return value.text;
};

/** `value[x]` in words, digit for digit as written. @throws NcpError NCP_NATIONAL_MALFORMED */
export function valueWords(node: FhirNode): string | undefined {
  const concept = termIn(node, 'valueCodeableConcept');
  const quantity = nodeIn(node, 'valueQuantity');
  const range = nodeIn(node, 'valueRange');
  const fraction = nodeIn(node, 'valueRatio');
  const yes = flagIn(node, 'valueBoolean');
  return wordsIn(node, 'valueString') ??
    (concept === undefined ? undefined : wordsOf(concept)) ??
    (quantity === undefined ? undefined : quantityWords(quantity)) ??
    (range === undefined ? undefined : between(range)) ??
    (fraction === undefined ? undefined : ratio(fraction)) ??
    (yes === undefined ? undefined : yes ? 'ja' : 'nej') ??
    integerWords(node) ?? wordsIn(node, 'valueDateTime') ?? wordsIn(node, 'valueTime');
}
