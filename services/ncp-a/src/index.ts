export { startNcpA, type RunningNcpA } from './start.js';
export { PATHS } from './endpoints.js';
