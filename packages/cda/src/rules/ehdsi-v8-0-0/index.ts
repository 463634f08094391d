import type { DocumentKind } from '../../reading/document-kind.js';
import { indented, parseRules, type ElementRule } from '../element-rule.js';
import { DISPENSATION_BODY } from './dispensation.js';
import { headerRules } from './header.js';
import { PRESCRIPTION_BODY } from './prescription.js';
import { SUMMARY_BODY } from './summary.js';

/** A published set of rules; another release is another folder of data. */
export interface RuleRelease {
  readonly id: string;
  /** Rules for the children of ClinicalDocument. */
  readonly rulesOf: (kind: DocumentKind) => readonly ElementRule[];
}

const BODIES: Readonly<Record<DocumentKind, string>> = {
  'ep-l3': PRESCRIPTION_BODY, 'ep-l1': '', 'ed-l3': DISPENSATION_BODY, 'ps-l3': SUMMARY_BODY, 'ps-l1': '',
};

const parsed = new Map<DocumentKind, readonly ElementRule[]>();

/** Release v8.0.0 of 2024-04-22, which peers' validators use (cda-documents 0, decisions O7). */
export const EHDSI_V8_0_0: RuleRelease = {
  id: 'ehdsi-v8.0.0',
  rulesOf: (kind) => {
    const known = parsed.get(kind) ?? parseRules(`${headerRules(kind)}\n${indented(1, BODIES[kind])}`);
    parsed.set(kind, known);
    return known;
  },
};
