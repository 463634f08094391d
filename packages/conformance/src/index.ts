export { CDA_JUDGE, CONFORMANCE_FOLDER, materialIn, readinessFor, readMaterial, type Need, type Readiness } from './material.js';
export { invalidBySchema, type NamedXml, type SchemaName } from './schema-judge.js';
export { judgeCda, judgeCdaFiles, type CdaVerdict, type RuleFinding } from './cda-judge.js';
export { verdictOfXmlsec } from './xmlsec-judge.js';
export { type Canary, canariesOf, formsOf, type SamplePerson } from './canary/forms.js';
export { type CanaryHit, type CanaryReport, CanaryScan, findsPlanted } from './canary/scan.js';
