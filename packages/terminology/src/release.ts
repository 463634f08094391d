/**
 * One release of the catalogue as data: what `ncp terminology import` will produce and what the authored starter is
 * (decisions G14). Nothing here is looked up; `loadCatalogue` indexes it once.
 */

/** Coded things that only a Patient Summary has (cda-documents 7). */
export type SummaryField =
  /** A diagnosis in ICD-10. Swedish codes go through `transcodeDiagnosis` first (PS31). */
  | 'problem'
  | 'rare-disease'
  /** What a vaccine is given against. */
  | 'target-disease'
  /** What an allergy is about: no medicine (SNOMED CT), or a medicine or a group of them (ATC). */
  | 'allergen'
  | 'vaccine'
  | 'adverse-event-type'
  | 'criticality'
  | 'allergy-certainty'
  | 'allergy-status'
  | 'certainty'
  | 'problem-status'
  | 'problem-type'
  | 'blood-group'
  | 'pregnancy-status'
  | 'pregnancy-date'
  | 'pregnancy-outcome'
  | 'section'
  | 'vital-sign'
  | 'absent-allergy'
  | 'absent-device'
  | 'absent-medication'
  | 'absent-problem'
  | 'absent-procedure';

/** The kinds of coded things that a document asks the catalogue for. */
export type CodedField =
  | 'dose-form'
  | 'package'
  /** A unit of amount: a countable unit (EDQM) or a unit of measure (UCUM). */
  | 'unit'
  /** From a dose form: what one *styck* of it is. */
  | 'piece-unit'
  /** From a dose form: what one *dos* of it is. Only forms that are metered by a device have one. */
  | 'dose-unit'
  | 'route'
  | 'professional-role'
  | 'active-ingredient'
  | 'substitution'
  | 'gender'
  | 'confidentiality'
  | 'document-code'
  | 'timing-event'
  | SummaryField;


/** Languages that a release has designations in. English is the language of the border. */
export type Language = 'en' | 'sv';

export interface Concept {
  readonly code: string;
  readonly codeSystem: string;
}

export interface ValueSet {
  /** OID, `1.3.6.1.4.1.12559.11.10.1.3.1.42.n`. */
  readonly oid: string;
  readonly name: string;
  readonly concepts: readonly Concept[];
}

/** From what the national source writes to the code that crosses the border. A text is compared after `normaliseTerm`. */
export interface CodeMapping {
  readonly field: CodedField;
  readonly from: { readonly text: string } | { readonly code: string; readonly codeSystem?: string };
  readonly to: Concept;
  /** The target says less than the source did; the document keeps the source beside it. */
  readonly relation?: 'broader';
}

export interface Designation extends Concept {
  readonly language: Language;
  readonly text: string;
}

/** A code system under another OID: how a foreign code is read, never how one is written. */
export interface SystemAlias {
  readonly from: string;
  readonly to: string;
}

/** A code that means what another one means. */
export interface CodeEquivalence {
  readonly from: Concept;
  readonly to: Concept;
}

export interface CatalogueRelease {
  /** Name that reports and documents quote, e.g. `se-starter-2`. A release is never changed, only replaced. */
  readonly id: string;
  /** The central release it was made from, e.g. `MVC 8.0.0`. */
  readonly basis: string;
  readonly valueSets: readonly ValueSet[];
  /** OIDs of the value sets that a target of the field must be a member of. */
  readonly bindings: Readonly<Record<CodedField, readonly string[]>>;
  readonly mappings: readonly CodeMapping[];
  readonly designations: readonly Designation[];
  /** For reading foreign documents only. */
  readonly systemAliases?: readonly SystemAlias[];
  readonly equivalences?: readonly CodeEquivalence[];
  /** Codes that say that there is nothing, or that nothing is known. */
  readonly absences?: readonly Concept[];
}
