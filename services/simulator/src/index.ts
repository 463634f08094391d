export * from './nll/index.js';
export * from './foreign/index.js';
export * from './oauth/index.js';
export * from './affiliation-abroad/index.js';
