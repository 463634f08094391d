/** A program, not a library: nothing is imported from here. */
export type { RunManifest } from './deployment/manifest.js';
