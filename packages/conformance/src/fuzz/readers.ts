import type { FuzzTarget } from './target.js';

/** Loaded when asked for: they bring every codec with them, and whoever wants a judge wants none of those. */
export const fuzzReaders = async (): Promise<readonly FuzzTarget[]> => (await import('./targets.js')).fuzzTargets;
