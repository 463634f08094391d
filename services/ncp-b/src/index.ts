export { API_ROOT, OPERATIONS, type OperationDescription, type OperationId } from './api/operations.js';
export { openApiDocument } from './api/openapi.js';
export { problem } from './api/problems.js';
export { startNcpB, type NcpBOptions, type RunningNcpB } from './start.js';
