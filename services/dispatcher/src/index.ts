export { startDispatcher, type Dispatcher, type DispatcherDeps } from './dispatcher.js';
export type { DeadJob } from './queue.js';
export { startDispatcherService, type RunningDispatcher } from './start.js';
export type { Reconcile } from './reconcile.js';
export type { DispatchReport } from './report.js';
export type { ForwardDeps } from './forward-audit.js';
export { streamConnection, type AuditConnect, type AuditConnection } from './syslog-connection.js';
export { createOperatorActs, type ActDeps, type OperatorActsWork } from './operator-acts.js';
