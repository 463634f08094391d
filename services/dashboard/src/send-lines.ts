import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Streams text as fast as the reader takes it. A reader who goes away ends the reading of the source; a source that fails breaks the
 * connection, so that no half of a file is taken for the whole.
 */
export const sendLines = (response: Writable, lines: AsyncIterable<string>): Promise<void> => pipeline(lines, response);
