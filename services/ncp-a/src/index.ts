export { startNcpA, sealingKeys, type RunningNcpA } from './start.js';
export { composeNational, peerCountries } from './compose.js';
export { PATHS } from './endpoints.js';
