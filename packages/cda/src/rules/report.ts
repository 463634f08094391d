import type { Finding } from '@ncp/domain';
import { pathOf, type XmlElement } from '@ncp/xml';
import type { DocumentFinding } from './finding.js';
import { wordingOf, type WordingId } from './texts.js';

export interface Observation {
  readonly at: XmlElement;
  readonly wording: WordingId;
  /** Template or data type whose rule it is, and the rule in it: together the rule id. */
  readonly template: string;
  readonly rule: string;
  /** Element or attribute that the text names; the element's own name when absent. */
  readonly name?: string;
  readonly attribute?: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly severity?: Finding['severity'];
}

/** A hostile document must not make a report of any length. */
const MOST_FINDINGS = 300;

/** Collects what the rules find, in document order of finding. */
export class RuleReport {
  readonly #findings: DocumentFinding[] = [];

  add({ at, wording, template, rule, name, attribute, found, allowed, severity = 'error' }: Observation): void {
    if (this.#findings.length >= MOST_FINDINGS) return;
    this.#findings.push({
      code: 'NCP_CDA_RULE', severity, template, rule: `${template}#${rule}`,
      at: `${pathOf(at)}${attribute === undefined ? '' : `/@${attribute}`}`,
      ...(found === undefined ? {} : { found }),
      ...(allowed === undefined ? {} : { allowed }),
      ...wordingOf(wording, name ?? attribute ?? at.local),
    });
  }

  get findings(): readonly DocumentFinding[] {
    return [...this.#findings];
  }
}
