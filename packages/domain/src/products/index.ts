export * from './suggestion.js';
export { findProducts, type WantedForm } from './find-products.js';
