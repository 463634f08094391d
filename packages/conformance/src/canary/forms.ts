/** A text that identifies one sample person, and where it comes from: the name is shown, the text never is. */
export interface Canary {
  /** For people, such as `S01 id`. */
  readonly name: string;
  readonly text: string;
}

/** Shorter texts stand in other words by chance. */
const SHORTEST = 6;

const base64Forms = (bytes: Buffer): readonly string[] => [0, 1, 2].map((shift) => {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replaceAll('=', '');
  // The characters at both ends depend on what stands beside it.
  return text.slice(shift === 0 ? 0 : shift + 1, text.length - ((bytes.length + shift) % 3 === 0 ? 0 : 1));
});

const escaped = (text: string, escape: (code: number) => string): string => [...text].map((one) => ((one.codePointAt(0) ?? 0) < 128 ? one : escape(one.codePointAt(0) ?? 0))).join('');

/** Every form in which a text may be written: encodings, escapes, base64 at any offset, hexadecimal. */
export function formsOf(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const texts = new Set([
    text, text.toUpperCase(), text.toLowerCase(), encodeURIComponent(text), encodeURIComponent(text).toLowerCase(),
    escaped(text, (code) => `\\u${code.toString(16).padStart(4, '0')}`), escaped(text, (code) => `&#${String(code)};`), escaped(text, (code) => `&#x${code.toString(16)};`),
    bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64Forms(bytes), ...base64Forms(bytes).map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
  ]);
  return [...[...texts].map((one) => Buffer.from(one)), Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')].filter(({ length }) => length >= SHORTEST);
}

/** What a sample person is known by, as a run manifest tells it. */
export interface SamplePerson {
  readonly key: string;
  readonly id: string;
  readonly given: string;
  readonly family: string;
}

/** A number is also written with the hyphen that people put into it. */
const numberForms = (id: string): readonly string[] => (/^\d{12}$/.test(id) ? [id, `${id.slice(0, 8)}-${id.slice(8)}`, `${id.slice(2, 8)}-${id.slice(8)}`] : [id]);

/** The identifying texts of sample persons: numbers, family names, whole names. */
export function canariesOf(persons: readonly SamplePerson[]): readonly Canary[] {
  const all = persons.flatMap(({ key, id, given, family }): readonly Canary[] => [
    ...numberForms(id).map((text) => ({ name: `${key} id`, text })), { name: `${key} family`, text: family }, { name: `${key} name`, text: `${given} ${family}` },
  ]);
  const seen = new Set<string>();
  return all.filter(({ text }) => text.length >= SHORTEST && !seen.has(text) && seen.add(text) !== undefined);
}
