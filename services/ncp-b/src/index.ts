export { API_ROOT, OPERATIONS, type OperationDescription, type OperationId } from './api/operations.js';
export { openApiDocument } from './api/openapi.js';
