export type { CatalogueRelease, CodeMapping, CodedField, CodeEquivalence, Concept, Designation, Language, SummaryField, SystemAlias, ValueSet } from './release.js';
export { loadCatalogue, type Catalogue, type ReadTerm, type Gap, type GapReason, type MissingTerm, type NationalTerm, type PivotValue, type Transcoding } from './catalogue.js';
export { normaliseTerm } from './normalise-term.js';
export { VALUE_SETS } from './starter/value-sets.js';
export { STARTER_RELEASE } from './starter/starter-release.js';
export { READING_SYSTEMS } from './starter/reading/reading-systems.js';
export { SAMPLE_ARTICLES } from './products/sample-articles.js';
export { ICD10_SE, normaliseDiagnosis, transcodeDiagnosis, type DiagnosisStep, type DiagnosisTranscoding } from './diagnosis.js';
