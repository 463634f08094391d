export { loadCounterConfig } from './config.js';
export { startCounter, type RunningCounter } from './start.js';
