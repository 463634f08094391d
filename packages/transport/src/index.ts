export { httpClient, type HttpClientOptions, type PooledHttpClient } from './http-client.js';
export type { ClientTls } from './open-socket.js';
export { readBody } from './read-body.js';
export { refuse } from './refuse.js';
export { type Handler, type MutualTlsOptions, type MutualTlsServer, peerOf, serveMutualTls, type ServerTls, type TransportEvent } from './serve-mutual-tls.js';
export { SERVER_LIMITS, type ServerLimits } from './server-limits.js';
export type { TlsIdentity } from './tls-policy.js';
export { clientTlsFrom } from './tls-files.js';
export { tlsStream } from './tls-stream.js';
