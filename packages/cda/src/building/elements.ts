import { element, NS, type XmlAttributes, type XmlContent, type XmlElement } from '@ncp/xml';

/** An element of the HL7 v3 namespace, which is the default namespace of every document we write. */
export const v3 = (name: string, attributes: XmlAttributes = {}, ...content: readonly XmlContent[]): XmlElement =>
  element(NS.hl7, name, attributes, ...content);

/** An element of the pharmacy extension. Its numerator, denominator, translation and originalText stay `v3` (cda-documents 4). */
export const pharm = (name: string, attributes: XmlAttributes = {}, ...content: readonly XmlContent[]): XmlElement =>
  element(NS.pharm, `pharm:${name}`, attributes, ...content);

/** Either of the two: the caller decides in which namespace a shared building block stands. */
export type ElementMaker = typeof v3;

/** Declared once on the root, so that `xsi:type` values and the extension need no declarations inside (cda-documents 1). */
export const ROOT_NAMESPACES: XmlAttributes = { 'xmlns': NS.hl7, 'xmlns:pharm': NS.pharm, 'xmlns:xsi': NS.xsi };

export const nullOf = (name: string, nullFlavor: 'NI' | 'UNK' | 'NA' | 'OTH'): XmlElement => v3(name, { nullFlavor });
