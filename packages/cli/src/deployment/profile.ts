/** `production-like`: two of each service that may be several, behind a balancer of connections, with a Redis where the machine has one. */
export type Profile = 'demo' | 'production-like';
export const PROFILES: readonly Profile[] = ['demo', 'production-like'];
