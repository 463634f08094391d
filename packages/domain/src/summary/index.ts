export * from './model.js';
export { SUMMARY_NOTICE } from './notice.js';
