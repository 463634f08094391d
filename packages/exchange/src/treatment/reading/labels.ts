import type { StatementRole } from '@ncp/cda';
import type { BilingualText } from '@ncp/domain';
import { LAST_LABELS, LABELS, ROLE_LABELS } from './label-texts.js';

const PACKAGE_LEVEL = /^(.*?)(product|part)((?:\.package)+)\.(\w+)$/;

const packageLabel = (levels: number, what: string): BilingualText => {
  const inner = LAST_LABELS[`package.${what}`] ?? LAST_LABELS[what] ?? { sv: what, en: what };
  if (levels === 1) return inner;
  return { sv: `${inner.sv} (ytterförpackning ${String(levels)})`, en: `${inner.en} (outer layer ${String(levels)})` };
};

/** What stands beside a fact, in both languages. An element nobody has named is called by its own name. */
export const labelOf = (role: StatementRole, key: string): BilingualText => {
  const exact = LABELS[`${role}:${key}`] ?? LABELS[key];
  if (exact !== undefined) return exact;
  const [, , , packages, what] = key.includes('.package.') ? (PACKAGE_LEVEL.exec(key) ?? []) : [];
  if (packages !== undefined && what !== undefined) return packageLabel(packages.split('.package').length - 1, what);
  const last = key.split('.').at(-1) ?? key;
  const named = LAST_LABELS[key.split('.').slice(-2).join('.')] ?? LAST_LABELS[last];
  const about = ROLE_LABELS[role];
  if (named !== undefined) return named;
  if (key === '') return about ?? { sv: role, en: role };
  return { sv: key, en: key };
};

/** What a statement is about. */
export const roleLabel = (role: StatementRole): BilingualText => ROLE_LABELS[role] ?? { sv: role, en: role };
