import type { Finding } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { OWN_RULES, type DocumentFinding } from './finding.js';
import { mendOf } from './mend.js';
import { Places } from './places.js';
import { wordingOf, type WordingId } from './texts.js';

/** What is wrong, whatever the place. */
export interface Fault {
  readonly wording: WordingId;
  /** Element or attribute that the text names; the element's own name when absent. */
  readonly name?: string;
  readonly attribute?: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly severity?: Finding['severity'];
}

export interface Observation extends Fault {
  readonly at: XmlElement;
  /** Template or data type whose rule it is, and the rule in it: together the rule id. */
  readonly template: string;
  readonly rule: string;
  readonly reference?: string;
}

/** A hostile document must not make a report of any length; the worst honest one seen has 1100 findings. */
const MOST_FINDINGS = 3000;

/** Collects what the rules find, in the order of finding. */
export class RuleReport {
  readonly #findings: DocumentFinding[] = [];
  readonly #places = new Places();

  add({ at, wording, template, rule, name, attribute, found, allowed, reference, severity = 'error' }: Observation): void {
    if (this.#findings.length > MOST_FINDINGS) return;
    const isLast = this.#findings.length === MOST_FINDINGS;
    const place = `${this.#places.of(at)}${attribute === undefined ? '' : `/@${attribute}`}`;
    const shown = isLast ? 'cut-short' as const : wording;
    this.#findings.push({
      code: 'NCP_CDA_RULE',
      ...(isLast ? { severity: 'error', template: OWN_RULES, rule: `${OWN_RULES}#cut-short` } : { severity, template, rule: `${template}#${rule}` }),
      at: place,
      ...(found === undefined || isLast ? {} : { found }),
      ...(allowed === undefined || isLast ? {} : { allowed }),
      ...(reference === undefined || isLast ? {} : { reference }),
      ...wordingOf(shown, name ?? attribute ?? at.local),
      mend: mendOf(shown, place, name, allowed),
    });
  }

  get findings(): readonly DocumentFinding[] {
    return [...this.#findings];
  }
}
