import type { Finding } from '@ncp/domain';
import type { MissingTerm } from '@ncp/terminology';

/** Collects what the mapping noticed. A finding names a place in the source, never its content. */
export class FindingList {
  readonly #findings: Finding[] = [];
  readonly #missing: MissingTerm[] = [];

  /** A code is missing; the original stays in the document (decisions D26, D39). */
  optionalGap(at: string, missing?: MissingTerm): void {
    if (missing !== undefined) this.#missing.push(missing);
    this.#findings.push({ code: 'NCP_CDA_MAPPING_OPTIONAL', severity: 'warning', at });
  }

  /** A code without which the document may not be released. */
  requiredGap(at: string, missing: MissingTerm): void {
    this.#missing.push(missing);
    this.#findings.push({ code: 'NCP_CDA_MAPPING_REQUIRED', severity: 'error', at });
  }

  /** A fact without which the prescription cannot be expressed at all. */
  notExpressible(at: string, rule: string): void {
    this.#findings.push({ code: 'NCP_CDA_NOT_EXPRESSIBLE', severity: 'error', at, rule });
  }

  all(): readonly Finding[] {
    return [...this.#findings];
  }

  missingTerms(): readonly MissingTerm[] {
    return [...this.#missing];
  }
}
