export { API_ROOT, OPERATIONS, type AnswerOf, type OperationDescription, type OperationId } from './api/operations.js';
export { openApiDocument } from './api/openapi.js';
export { problem } from './api/problems.js';
export type { Problem } from './problem-of.js';
export { startNcpB, type NcpBOptions, type RunningNcpB } from './start.js';
