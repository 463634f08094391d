export type { CatalogueRelease, CodeMapping, CodedField, Concept, Designation, Language, ValueSet } from './release.js';
export { loadCatalogue, type Catalogue, type Gap, type GapReason, type MissingTerm, type NationalTerm, type PivotValue, type Transcoding } from './catalogue.js';
export { normaliseTerm } from './normalise-term.js';
export { VALUE_SETS } from './starter/value-sets.js';
export { STARTER_RELEASE } from './starter/starter-release.js';
