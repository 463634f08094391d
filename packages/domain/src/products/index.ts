export * from './suggestion.js';
export { findProducts, type WantedForm } from './find-products.js';
export { productIndex, type ProductIndex } from './product-index.js';
export { articlesOfRows, PRODUCT_COLUMNS, type ProductColumn, type ProductFault, type ProductRow } from './product-rows.js';
