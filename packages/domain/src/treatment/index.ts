export * from './search-mask.js';
export * from './visit.js';
export * from './delivery.js';
export * from './reading.js';
export * from './country-profile.js';
