import { attr, type XmlElement } from '@ncp/xml';
import { ANY } from './any.js';
import { isDistinct } from './siblings.js';
import { has, isNullValue, must, type DataType } from './type-rule.js';

/** Instance identifiers (cda-documents 1.7). */

const OID = /^[0-2](?:\.(?:0|[1-9]\d*))*$/;
const UUID = /^[A-Fa-f\d]{8}-(?:[A-Fa-f\d]{4}-){3}[A-Fa-f\d]{12}$/;
const RUID = /^[A-Za-z][A-Za-z\d-]*$/;

const FAULT = { wording: 'identifier' } as const;
const ROOT_FORM = { wording: 'identifier', attribute: 'root', allowed: 'OID, UUID' } as const;

const rootOf = (el: XmlElement): string => attr(el, 'root') ?? '';

/** Without an extension the root alone names the thing, so no other may share it. */
const isAlone = (el: XmlElement): boolean => {
  const root = attr(el, 'root');
  if (root === undefined) return true;
  return has(el, 'extension')
    ? isDistinct(el, 'root and extension', (one) => (has(one, 'root') && has(one, 'extension') ? `${rootOf(one)} ${attr(one, 'extension') ?? ''}` : undefined))
    : isDistinct(el, 'root', (one) => attr(one, 'root'));
};

export const II: DataType = {
  name: 'II', base: ANY,
  rules: [
    must('root', '1', FAULT, (el) => isNullValue(el) || has(el, 'root')),
    must('root-or-null', '2', FAULT, (el) => !isNullValue(el) || !has(el, 'root')),
    must('displayable-or-null', '5', FAULT, (el) => !isNullValue(el) || !has(el, 'displayable')),
    must('authority-or-null', '7', FAULT, (el) => !isNullValue(el) || !has(el, 'assigningAuthorityName')),
    must('root-longest', '8', { ...FAULT, severity: 'warning' }, (el) => rootOf(el).length <= 128),
    must('extension-length', '9', { ...FAULT, severity: 'warning' }, (el) => (attr(el, 'extension') ?? '').length <= 64),
    must('root-form', '10', ROOT_FORM, (el) => !has(el, 'root') || OID.test(rootOf(el)) || UUID.test(rootOf(el))),
    must('root-registered', '10a', ROOT_FORM, (el) => !RUID.test(rootOf(el)) || UUID.test(rootOf(el))),
    must('distinct', '12', { wording: 'not-distinct' }, isAlone),
    must('uuid-case', '13', { ...FAULT, severity: 'information' }, (el) => !UUID.test(rootOf(el)) || !/[a-z]/.test(rootOf(el))),
  ],
};

export const II_EPSOS: DataType = {
  name: 'II.EPSOS', base: II,
  rules: [must('root-length', '1', FAULT, (el) => rootOf(el).length <= 64)],
};
