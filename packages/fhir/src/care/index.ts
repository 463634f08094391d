export * from './care-constants.js';
export { CARE_RESOURCES, CONTRACTS_OF, type CareResource } from './entry.js';
export { CONTRACT_NAMES } from './failed-sources.js';
export { readBlocks } from './blocks.js';
export { readCareRecords, type CareAnswer, type CareReading } from './read-care-records.js';
