import type { ReadDocument } from '@ncp/domain';
import { fhirObject, type FhirObject } from '../json.js';
import { LOCAL_READING } from './systems.js';

/** What a conversion did not carry over as it was (fhir-documents 6.4). */
export interface Loss {
  /** Element of the source, by the key of its line or its path. */
  readonly source: string;
  /** FHIRPath of where it went; absent when nowhere. */
  readonly target?: string;
  readonly kind: 'dropped' | 'narrative-only' | 'approximated' | 'defaulted';
  readonly severity: 'warning' | 'information';
}

/** Collected on the way. */
export class Losses {
  readonly #losses: Loss[] = [];

  note(loss: Loss): void {
    this.#losses.push(loss);
  }

  get all(): readonly Loss[] {
    return [...this.#losses];
  }
}

const lossIssue = ({ source, target, kind, severity }: Loss): FhirObject => fhirObject({
  severity, code: 'incomplete',
  details: fhirObject({ coding: [fhirObject({ system: LOCAL_READING.loss, code: kind })] }),
  diagnostics: source,
  expression: target === undefined ? undefined : [target],
});

const SEVERITY = { error: 'error', warning: 'warning', information: 'information' } as const;

/** Losses, findings of the document and codes without a Swedish text, in one machine-readable list. */
export const outcomeOf = (id: string, read: ReadDocument, losses: readonly Loss[]): FhirObject => {
  const findings = read.findings.map((finding) => fhirObject({
    severity: SEVERITY[finding.severity], code: finding.class === 'structure' ? 'structure' : finding.class === 'translation' ? 'not-found' : 'processing',
    details: fhirObject({ coding: [fhirObject({ system: LOCAL_READING.finding, code: finding.code })], text: finding.text.sv }),
    diagnostics: finding.rule, expression: undefined, location: finding.at === undefined ? undefined : [finding.at],
  }));
  const issues = [...losses.map(lossIssue), ...findings];
  // An OperationOutcome has at least one issue.
  const nothing = fhirObject({ severity: 'information', code: 'informational', diagnostics: 'complete' });
  return fhirObject({ resourceType: 'OperationOutcome', id, issue: issues.length === 0 ? [nothing] : issues });
};
