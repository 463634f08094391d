import { z } from 'zod';

/** Values that many answers share. Requests and answers are strict: what is not written here is not sent and not taken. */

export const text = z.strictObject({ sv: z.string(), en: z.string() }).meta({ id: 'Text', description: 'Svensk och engelsk text.' });

export const instant = z.iso.datetime({ offset: true });
export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'two upper-case letters');
export const uuid = z.uuid();
/** Short names of documents and candidates of one visit; opaque. */
export const documentKey = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a key of the last list');

export const identifier = z.strictObject({ root: z.string(), extension: z.string().optional() }).meta({ id: 'Identifier' });
export const coded = z.strictObject({ code: z.string(), codeSystem: z.string(), display: z.string().optional() }).meta({ id: 'CodedValue' });

/** What the other country said: their words, shown as theirs. */
export const peerMessage = z.strictObject({
  code: z.string(), severity: z.enum(['error', 'warning']), text: z.string().optional(),
}).meta({ id: 'PeerMessage', description: 'What the other country said, in its own words.' });

/** Characters that nobody types into a field for people: C0 but for tab and the two of a line end, and DEL. */
const isControl = (sign: string): boolean => (sign < ' ' && !'\t\n\r'.includes(sign)) || sign === '\u007f';
/** A line that a person typed. */
export const typed = (max: number) => z.string().trim().min(1).max(max).refine((value) => ![...value].some(isControl), 'no control characters');
