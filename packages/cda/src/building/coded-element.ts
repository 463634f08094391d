import { CODE_SYSTEMS, IDENTIFIER_ROOTS } from '@ncp/domain';
import type { PivotValue } from '@ncp/terminology';
import type { XmlAttributes, XmlElement } from '@ncp/xml';
import { v3, type ElementMaker } from './elements.js';

/**
 * A coded element of a pivot document (cda-documents 1.4, 1.5): the eHDSI code with its English text outside, what the
 * national source wrote inside as translations. Without an eHDSI code it is null, and the original stays readable.
 */
export type CodedElement =
  | {
      readonly kind: 'coded';
      readonly value: PivotValue;
      readonly originals: readonly PivotValue[];
      /** The words of the source, where they are others than those of the codes or the template asks for them. */
      readonly originalText?: string;
    }
  | {
      readonly kind: 'null';
      readonly nullFlavor: 'OTH' | 'UNK' | 'NI';
      readonly originalText?: string;
      readonly originals: readonly PivotValue[];
    };

export const coded = (value: PivotValue, ...originals: readonly PivotValue[]): CodedElement => ({ kind: 'coded', value, originals });

const NAMES: ReadonlyMap<string, string> = new Map([
  [CODE_SYSTEMS.atc, 'Anatomical Therapeutic Chemical'],
  [CODE_SYSTEMS.edqm, 'EDQM'],
  [CODE_SYSTEMS.loinc, 'LOINC'],
  [CODE_SYSTEMS.isco, 'ISCO'],
  [CODE_SYSTEMS.confidentiality, 'Confidentiality'],
  [CODE_SYSTEMS.administrativeGender, 'AdministrativeGender'],
  [CODE_SYSTEMS.actClass, 'ActClass'],
  [CODE_SYSTEMS.substitution, 'SubstanceAdminSubstitution'],
  [CODE_SYSTEMS.timingEvent, 'TimingEvent'],
  [CODE_SYSTEMS.iheActCode, 'IHEActCode'],
  [CODE_SYSTEMS.snomedCt, 'SNOMED CT'],
  [CODE_SYSTEMS.icd10, 'ICD-10'],
  [CODE_SYSTEMS.absentOrUnknown, 'IPS Absent And Unknown Data'],
  [IDENTIFIER_ROOTS.nplId, 'NPL-id'],
  [IDENTIFIER_ROOTS.nplPackId, 'NPL-pack-id'],
  [IDENTIFIER_ROOTS.occupation, 'Yrkeskod'],
]);

/** code, codeSystem and displayName always together: one without the others is rejected. */
const attributesOf = ({ code, codeSystem, display }: PivotValue): XmlAttributes => ({
  code, codeSystem, codeSystemName: NAMES.get(codeSystem), displayName: display,
});

const same = (a: PivotValue, b: PivotValue): boolean =>
  a.code === b.code && a.codeSystem === b.codeSystem && a.display === b.display;

/** `extra` are attributes that stand before the code, such as `xsi:type`. */
export const codedElement = (name: string, element: CodedElement, make: ElementMaker = v3, extra: XmlAttributes = {}): XmlElement => {
  const outer = element.kind === 'coded' ? element.value : undefined;
  const translations = element.originals
    // A translation equal to the outer code says nothing, and equal translations are rejected.
    .filter((original, index, all) => (outer === undefined || !same(original, outer)) && all.findIndex((other) => same(other, original)) === index)
    .map((original) => v3('translation', attributesOf(original)));
  const text = element.originalText === undefined ? undefined : v3('originalText', {}, element.originalText);
  if (element.kind === 'coded') return make(name, { ...extra, ...attributesOf(element.value) }, text, translations);
  const { nullFlavor } = element;
  // Children are legal only beside OTH (cda-documents 1.6).
  return nullFlavor === 'OTH' ? make(name, { ...extra, nullFlavor }, text, translations) : make(name, { ...extra, nullFlavor });
};

/** A code that is fixed by the template and has no national original. */
export const fixedCode = (name: string, value: PivotValue, make: ElementMaker = v3): XmlElement => make(name, attributesOf(value));
