export * from './national-list.js';
export * from './journal.js';
export * from './http-client.js';
export * from './observer.js';
export * from './surroundings.js';
