import { PEER_QUIRKS, ZONE_NAMES, type CountryCode, type CountryProfile } from '@ncp/domain';
import { z } from 'zod';

const text = z.string().trim().min(1);
const bilingual = z.strictObject({ sv: text, en: text });
const oid = z.string().regex(/^[0-2](\.(0|[1-9]\d*))+$/, 'a dotted OID');
const httpsUrl = z.url({ protocol: /^https$/ });

/** The country publishes it; a form that does not cover the whole value would let anything through. */
const anchored = z.string().max(200).refine((pattern) => /^\^.*\$$/s.test(pattern) && compiles(pattern), 'an anchored regular expression');

const compiles = (pattern: string): boolean => {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
};

const field = {
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/, 'letters and digits'),
  label: bilingual,
  hint: bilingual.optional(),
  format: anchored.optional(),
  mandatory: z.boolean().default(true),
};

const patientField = z.strictObject({
  ...field,
  kind: z.enum(['identifier', 'birth-date', 'gender', 'family', 'given', 'street', 'city', 'postal-code']),
  domain: oid.optional(),
}).refine(({ kind, domain }) => (kind === 'identifier') === (domain !== undefined), 'an identifier has a domain, nothing else has');

const documentField = z.strictObject({ ...field, kind: z.enum(['prescription-id', 'dispensation-pin']) });

const distinct = (fields: readonly { readonly key: string }[]): boolean => new Set(fields.map(({ key }) => key)).size === fields.length;

const DISCOVERED = 'smp';
const NOWHERE = { identify: '', query: '', retrieve: '', submit: '' } as const;

/** One country as an operator writes it (decisions G09): the form of `CountryProfile`, in YAML or JSON. */
const recordSchema = z.strictObject({
  code: z.string().regex(/^[A-Z]{2}$/, 'two upper-case letters'),
  name: bilingual,
  homeCommunityId: oid,
  language: z.string().regex(/^[a-z]{2}-[A-Z]{2}$/, 'a language with its country'),
  zone: z.enum(ZONE_NAMES),
  /** Fixed addresses, or `smp`: what the country announces there (decisions G09). */
  endpoints: z.union([z.strictObject({ identify: httpsUrl, query: httpsUrl, retrieve: httpsUrl, submit: httpsUrl }), z.literal(DISCOVERED)], 'four https addresses, or smp'),
  mask: z.strictObject({
    patient: z.array(patientField).min(1).refine(distinct, 'each key once'),
    document: z.array(documentField).default([]).refine(distinct, 'each key once'),
  }),
  notice: bilingual.extend({ url: httpsUrl.optional() }),
  services: z.array(z.enum(['ePrescription', 'patientSummary'])).min(1),
  quirks: z.array(z.enum(PEER_QUIRKS)).default([]),
  off: z.strictObject({ since: z.iso.datetime({ offset: true }), reason: bilingual }).optional(),
});

/** What the schema leaves undefined is absent in the domain. */
const without = (value: object): unknown => JSON.parse(JSON.stringify(value));

const profileOf = (record: z.infer<typeof recordSchema>): CountryProfile => {
  const code = record.code as CountryCode;
  const endpoints = record.endpoints === DISCOVERED ? NOWHERE : record.endpoints;
  return without({ ...record, code, endpoints, mask: { country: code, ...record.mask } }) as CountryProfile;
};

/** A record whose addresses come from discovery has none of its own. */
export const isDiscovered = ({ endpoints }: CountryProfile): boolean => endpoints.identify === '';

/** Content as the profile that the use cases know, or every fault at once with its place and without content (house rule 9). */
export function checkRecord(content: unknown): { readonly profile: CountryProfile } | { readonly faults: readonly string[] } {
  const checked = recordSchema.safeParse(content);
  return checked.success
    ? { profile: profileOf(checked.data) }
    : { faults: checked.error.issues.map(({ path, message }) => `${path.length === 0 ? 'record' : path.join('.')}: ${message}`) };
}
