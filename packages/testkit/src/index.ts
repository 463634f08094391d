export { startTestPostgres, type TestDatabase, type TestPostgres } from './postgres.js';
export { initInstalledCluster, installedPostgres, type InstalledCluster, type InstalledPostgres } from './installed-postgres.js';
export { startLocalRedis, startTestRedis, type NoRedis, type TestRedis } from './redis.js';
export { until } from './until.js';
export { endNow, type Outage, type Victim } from './victim.js';
export { softHsmModule, startSoftHsm, type SoftHsm } from './soft-hsm.js';
export { startSource, type SourceOptions, type SourceProcess } from './source-process.js';
export { FINLAND, intentEntry, SAMPLE_TIME, sampleEntry, sampleKey, sampleRecord } from './journal-entries.js';
export { endpointsAt, startGatewayWorld, type GatewayWorld, type PeerCode, type WorldOptions } from './gateway/world.js';
export type { Ambush } from './gateway/ambush.js';
export {
  alarmsOf, startDispatcherBeside, startGatewayBeside, type DispatcherOptions, type GatewayBeside, type ProcessBeside,
} from './gateway/beside.js';
export { counterAbroad, type CounterAbroad, type CounterOptions, type CounterTold, type HandOver, type Prepared } from './gateway/counter-abroad.js';
export { reconcilerAhead, rowOf, type Reconciler } from './gateway/settle.js';
export {
  attributeText, cut, elementText, signAgain, signatureText, swap, swapAll, unsigned, withoutAttribute,
  withSignedInfo, type Edit, type Manner,
} from './gateway/assertion-text.js';
export {
  BOUNDARY, identifyBody, idIn, joined, listBody, retrieveBody, SOAP_TYPE, submission, submitBody,
  type AssertionParts, type Message, type MessageParts, type PeerMessages,
} from './gateway/peer-messages.js';
export { startMiddlebox, type Middlebox, type MiddleboxManner } from './gateway/middlebox.js';
export { PUBLISHED_URLS } from './gateway/observed-gateway.js';
export { startRefusalBench, type ExpectedRefusal, type Refusal, type RefusalBench } from './gateway/the-five.js';
export { openRecords, type Records } from './gateway/recorded.js';
export { toldBy, withoutEcho } from './gateway/told.js';
export type { WireAnswer, WireRequest } from './gateway/raw-wire.js';
export * from './gateway/dialect/index.js';
export { apiClient, type ApiAnswer, type ApiClient, type ApiPlace, type ApiWish, type RawAnswer } from './treatment/api-client.js';
export { startTreatmentWorld, type AbroadCode, type RecordedStep, type TreatmentWorld, type TreatmentWorldOptions } from './treatment/world.js';
export { freePort } from './free-port.js';
export { confirmedVisit, type CounterVisit, type TypedPatient } from './treatment/counter-visit.js';
export { startMortals, type Mortal, type Mortals } from './treatment/mortals.js';
export { chanceOf, type Chance } from './chance.js';
export { testPki } from './test-pki.js';
