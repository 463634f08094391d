export { startNll, type NllOptions, type NllSimulator } from './nll-server.js';
export { samplePersons, seedPersons, type SamplePerson } from './sample-persons.js';
export { FAULT_KINDS, type Fault, type FaultKind } from './fault-plan.js';
export type { Counters, DomesticDispense, Effect, NewConsent, NllControl, PrescriptionAction } from './control.js';
export type { LoggedRequest } from './request-log.js';
export type { TokenClient } from './token-service.js';
export { prescriptionIdOf } from './seed/seed.js';
