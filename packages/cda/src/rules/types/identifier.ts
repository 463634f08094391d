import { attr } from '@ncp/xml';
import { isNullValue, must, NULL_ALONE, siblingsOf, type TypeRule } from './type-rule.js';

/** Instance identifiers (cda-documents 1.7). */

const OID = /^[0-2](?:\.(?:0|[1-9]\d*))*$/;
const UUID = /^[A-Fa-f\d]{8}-(?:[A-Fa-f\d]{4}-){3}[A-Fa-f\d]{12}$/;

const FAULT = { wording: 'identifier', rule: 'root' } as const;

export const II: readonly TypeRule[] = [
  NULL_ALONE,
  must(FAULT, (el) => isNullValue(el) === (attr(el, 'root') === undefined)),
  (el) => {
    const root = attr(el, 'root');
    return root === undefined || OID.test(root) || UUID.test(root) ? undefined : { ...FAULT, rule: 'root-form', found: root, allowed: 'OID, UUID' };
  },
  must({ wording: 'not-distinct', rule: 'distinct' }, (el) => {
    const root = attr(el, 'root');
    const extension = attr(el, 'extension');
    // Without an extension the root alone names the thing, so no other may share it.
    return root === undefined || siblingsOf(el).every((one) =>
      attr(one, 'root') !== root || (extension !== undefined && attr(one, 'extension') !== extension));
  }),
  must({ ...FAULT, rule: 'extension-length', severity: 'warning' }, (el) => (attr(el, 'extension') ?? '').length <= 64),
  must({ ...FAULT, rule: 'uuid-case', severity: 'information' }, (el) => {
    const root = attr(el, 'root') ?? '';
    return !UUID.test(root) || !/[a-z]/.test(root);
  }),
];

export const II_EPSOS: readonly TypeRule[] = [...II, must({ ...FAULT, rule: 'root-length' }, (el) => (attr(el, 'root') ?? '').length <= 64)];
