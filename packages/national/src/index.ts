export { readProductFile, type ProductFile } from './product-file.js';
export { connectNationalList } from './connect.js';
export { nationalList } from './national-list.js';
export {
  DEFAULT_NATIONAL_LIMITS, type NationalLimits, type NationalListOptions, type NationalNotice, type TokenOptions,
} from './options.js';
export * from './national-constants.js';
export { careRecords } from './care/care-records.js';
export { connectCareRecords, type CareRecordsConfig } from './care/connect.js';
export type { CareNotice, CareRecordsOptions } from './care/options.js';
