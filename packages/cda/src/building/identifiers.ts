import type { InstanceIdentifier } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { v3, type ElementMaker } from './elements.js';

/** HL7 II: root and, where there is one, extension (cda-documents 1.7). */
export const identifier = (name: string, { root, extension }: InstanceIdentifier, make: ElementMaker = v3): XmlElement =>
  make(name, { root, extension });

export const templateIds = (roots: readonly string[]): readonly XmlElement[] => roots.map((root) => v3('templateId', { root }));
