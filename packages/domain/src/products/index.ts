export * from './suggestion.js';
export { findProducts } from './find-products.js';
