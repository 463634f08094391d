export { startTestPostgres, type TestDatabase, type TestPostgres } from './postgres.js';
export { startLocalRedis, startTestRedis, type NoRedis, type TestRedis } from './redis.js';
export { startSource, type SourceOptions, type SourceProcess } from './source-process.js';
export { FINLAND, intentEntry, SAMPLE_TIME, sampleEntry, sampleExchangeId, sampleKey, sampleRecord } from './journal-entries.js';
export { startGatewayWorld, type GatewayWorld, type PeerCode, type WorldOptions } from './gateway/world.js';
export { quietObserver, reconcilerAhead, rowOf, type Reconciler } from './gateway/settle.js';
