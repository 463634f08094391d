export { startDashboard, type RunningDashboard } from './start.js';
export { loadDashboardConfig } from './config.js';
