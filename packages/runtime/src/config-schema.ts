import { z } from 'zod';

const port = z.int().min(0).max(65535);
const file = z.string().min(1);
const oid = z.string().regex(/^[0-2](\.(0|[1-9]\d*))+$/, 'a dotted OID');
const httpUrl = z.url({ protocol: /^https?$/ });
const plainPair = z.strictObject({ cert: file, key: file });
/** `passphraseFile` opens an encrypted key file (PKCS#8). */
const keyPair = plainPair.extend({ passphraseFile: file.optional() });
/** Where health and metrics are served: loopback (decisions G28), unless who asks sits in another network namespace (containers). */
const health = z.strictObject({ host: z.string() }).optional();
/** A password that is not in the URL comes from a file (decisions G08). */
const passwordFile = file.optional();

/** Who issues a country's certificates, and what it revoked. */
const authorities = {
  /** Certificate files of the authorities at which a path may end; each is issued by itself. */
  anchors: z.array(file).min(1),
  /** Those of authorities below them: a peer sends its own certificate only, and the lists of what is above them count for these too. */
  intermediates: z.array(file).default([]),
  crls: z.array(file).min(1),
};

/** One country: adding one is data only (decisions G09). */
const country = z.strictObject({
  code: z.string().regex(/^[A-Z]{2}$/, 'two upper-case letters'),
  homeCommunityId: oid,
  language: z.string().default('en-GB'),
  /** IANA zone for received times without a zone (decisions D44). */
  zone: z.string().default('Europe/Brussels'),
  ...authorities,
  /** TLS client certificates that may connect; any certificate of the anchors when left out is not offered: pins are required. */
  tlsPins: z.array(file).min(1),
  /** Online revocation beside the lists; while the responder says nothing the lists decide alone, or nobody is let in. */
  ocsp: z.strictObject({ url: httpUrl, whenSilent: z.enum(['list', 'refuse']).default('list') }).optional(),
});

/** How we find out that a country answers when nobody asks it anything; agreed with each country before it is asked about a test patient. */
const probe = z.strictObject({
  everyMinutes: z.int().min(1).max(1440).default(15),
  /** Under which point of care and profession the gateway asks for itself. */
  place: z.strictObject({
    legitimationCode: z.string().min(1), professionCode: z.string().min(1), gln: z.string().regex(/^[0-9]{13}$/, '13 digits'), organisation: z.string().min(1),
  }).optional(),
  /** Test patients by country: what its search mask asks for, by its keys. A country without one is only knocked at. */
  patients: z.record(z.string().regex(/^[A-Z]{2}$/, 'two upper-case letters'), z.record(z.string(), z.string())).default({}),
}).refine(({ place, patients }) => place !== undefined || Object.keys(patients).length === 0, 'place: required with patients').prefault({});

const ncpB = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: port.default(8444),
  healthPort: port.default(9102),
  /** Server certificate of the API. */
  tls: keyPair,
  /** Certificate that other countries know us by when we call them. */
  tlsClient: keyPair,
  /** Access tokens of pharmacy systems (decisions G03). */
  oauth: z.strictObject({
    issuer: httpUrl,
    jwksUrl: httpUrl,
    audience: z.string().min(1),
    /** `acr` of the issuer to the two-factor class that assertions name; the classes themselves are known. */
    acr: z.record(z.string().min(1), z.string().min(1)).default({}),
    /** Authority of an issuer that is not publicly trusted. */
    ca: file.optional(),
  }),
  /** Signed records of the countries that may be called, and the key that signs them. */
  directory: z.strictObject({
    folder: file, publicKey: file,
    /** Where countries announce their addresses (BDXR SMP); `signers` may sign records, `networks` are where addresses may be. */
    smp: z.strictObject({ url: httpUrl, ca: file.optional(), signers: z.array(file).min(1), networks: z.array(z.string().min(1)).min(1) }).optional(),
  }),
  /** Issues treatment relationships to systems that bring their own identity assertion (wire-contract 4.8). */
  sts: z.boolean().default(false),
  /** Swedish product register; the sample when left out. */
  products: file.optional(),
  /** For one pharmacy; burst twice that, then 429. */
  maxRequestsPerSecond: z.int().min(1).default(50),
  probe,
});

export const configSchema = z.strictObject({
  mode: z.enum(['demo', 'production']).default('production'),
  /** Starts the clock at this instant instead of now (decisions G25); demo mode only. */
  clock: z.iso.datetime({ offset: true }).optional(),
  homeCommunityId: oid.default('1.2.752.221.3.1.1'),
  repositoryId: oid.default('1.2.752.221.3.1.1'),
  custodian: z.strictObject({
    organisationNumber: z.string().default('SE2021006552'),
    name: z.string().default('E-hälsomyndigheten'),
  }).prefault({}),
  /** The file `key` holds a private key, or where it is in a token: its PKCS#11 URI, `pkcs11:token=...;object=...?module-path=...&pin-source=file:...`. */
  seal: keyPair,
  countries: z.array(country).min(1),
  ncpA: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port: port.default(8443),
    tls: keyPair,
    /** URLs under which peers know us; wsa:To must be one of them. Empty accepts any. */
    urls: z.array(httpUrl).default([]),
    healthPort: port.default(9101),
    offerLevel1: z.boolean().default(true),
    requireBirthDate: z.boolean().default(false),
    protectedIdentity: z.enum(['deny', 'mask']).default('deny'),
    consentAtDispense: z.enum(['refuse', 'record']).default('refuse'),
    /** Without it the service is off, and every list of Patient Summaries is "none" (UC-A6 a). */
    patientSummary: z.strictObject({
      /** Who answers for the documents: a signature needs a person's name (decisions D42). */
      responsible: z.strictObject({ hsaId: z.string().min(1), given: z.string().min(1), family: z.string().min(1) }),
      /** How long what was listed may be fetched. */
      keepMinutes: z.int().min(1).max(60).default(15),
      /** Why a medicine is taken; earlier pregnancies also while none is known (sweden-patient-summary PS57, PS84). */
      exportReason: z.boolean().default(false),
      exportPregnancyHistory: z.boolean().default(false),
      /** HSA-ids of source systems that judge blocks themselves and may leave the provenance out (PS04). */
      filteringSystems: z.array(z.string().min(1)).default([]),
      /** Product register that names the medicines of care records; the sample when left out. */
      products: file.optional(),
      /** The care providers' records; left out, none is connected and the national list alone is the summary. */
      careRecords: z.strictObject({
        baseUrl: httpUrl, tokenUrl: httpUrl, clientId: z.string().min(1), clientSecretFile: file,
        tls: z.strictObject({ ca: file, cert: file, key: file }).optional(),
      }).optional(),
    }).optional(),
    maxRequestsPerSecond: z.int().min(1).default(50),
  }),
  /** Country of treatment: the national API, and what calling other countries takes (the dispatcher delivers with it). */
  ncpB: ncpB.optional(),
  dispatcher: z.strictObject({ healthPort: port.default(9103) }).prefault({}),
  database: z.strictObject({ url: z.url({ protocol: /^postgres(ql)?$/ }), passwordFile }),
  /** Redis (`redis:`) or PostgreSQL (`postgres:`); the database when left out (decisions D03). */
  queue: z.strictObject({ url: z.url({ protocol: /^(rediss?|postgres(ql)?)$/ }), passwordFile }).optional(),
  /**
   * Key-encryption keys for sealed columns, 32 bytes each, base64, in a file only the service user can read: one, or lines of
   * `name key` of which the first seals and the others still open what they sealed (KEY-01).
   */
  keyEncryptionKeyFile: file,
  national: z.strictObject({
    baseUrl: httpUrl,
    tokenUrl: httpUrl,
    clientId: z.string().min(1),
    clientSecretFile: file,
    tls: z.strictObject({ ca: file, cert: file, key: file }).optional(),
  }),
  /** Syslog over TLS (RFC 5425); `tls` is our client certificate where the repository demands one. */
  auditRepository: z.strictObject({ host: z.string(), port: port.default(6514), ca: file, tls: plainPair.optional() }).optional(),
  /**
   * The dispatcher signs heads of the audit tree with an Ed25519 key that is used for nothing else, and keeps them in the database; noted
   * elsewhere they are by `ncp audit checkpoint`. `origin` is the name of the log and of its key.
   */
  auditCheckpoints: z.strictObject({ key: file, origin: z.string().regex(/^[^\s]{1,200}$/, 'a name without spaces').default('ncpeh.se/audit'), everyMinutes: z.int().min(1).max(1440).default(60) }).optional(),
  /** Where terminology releases are kept; without it the built-in one is used. */
  terminology: z.strictObject({ folder: file }).optional(),
  health,
  /** How long a process that was told to end is known as not ready before it closes its door: longer than whoever balances the load takes to see it. */
  shutdown: z.strictObject({ noticeMs: z.int().min(0).max(60_000).default(5_000) }).prefault({}),
  log: z.strictObject({ level: z.enum(['info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
  tracing: z.strictObject({ endpoint: httpUrl }).optional(),
});

export type Config = z.infer<typeof configSchema>;

/** The counter reads this much of a configuration and nothing else: it holds no secret and no key of the gateway. */
export const counterConfigSchema = z.strictObject({
  mode: z.enum(['demo', 'production']).default('production'),
  clock: z.iso.datetime({ offset: true }).optional(),
  counter: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port: port.default(8446),
    healthPort: port.default(9105),
    /** Under which browsers reach it; from host and port when left out. */
    origin: z.url({ protocol: /^https$/ }).optional(),
    tls: plainPair,
    /** The national API of ncp-b, and the authority of its server certificate. */
    api: z.strictObject({ url: z.url({ protocol: /^https$/ }), ca: file }),
    /** Who signs pharmacists in; a public client with proof key. */
    oauth: z.strictObject({ issuer: httpUrl, clientId: z.string().min(1).default('ncp-counter'), ca: file.optional() }),
  }),
  health,
  log: z.strictObject({ level: z.enum(['info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
  tracing: z.strictObject({ endpoint: httpUrl }).optional(),
});

export type CounterConfig = z.infer<typeof counterConfigSchema>;

/** The dashboard reads this much: no key of the gateway, and a database role that sees no content. */
export const dashboardConfigSchema = z.strictObject({
  mode: z.enum(['demo', 'production']).default('production'),
  clock: z.iso.datetime({ offset: true }).optional(),
  dashboard: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port: port.default(8445),
    healthPort: port.default(9104),
    /** Under which browsers reach it; from host and port when left out. */
    origin: z.url({ protocol: /^https$/ }).optional(),
    tls: plainPair,
    /** The role `ncp_dashboard`. */
    database: z.strictObject({ url: z.string().min(1), passwordFile }),
    /** Countries in the order in which they are shown. */
    countries: z.array(z.string().regex(/^[A-Z]{2}$/, 'two upper-case letters')).min(1),
    /** Our processes and where each says how it is. */
    parts: z.array(z.strictObject({ name: z.string().min(1), url: httpUrl })).default([]),
    /** Certificates of ours that are watched. */
    certificates: z.array(z.strictObject({ name: z.string().min(1), file, purpose: z.enum(['signer', 'client', 'server', 'any-end']).default('any-end') })).default([]),
    /** Certificates of the countries, as they were enrolled: what ends when is told on their pages. */
    countryCertificates: z.array(z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/, 'two upper-case letters'), name: z.string().min(1), file })).default([]),
    /** Authorities, pins and revocation lists for the trust calendar; the same public files that the gateway trusts. */
    trust: z.array(z.strictObject({ code: country.shape.code, ...authorities, tlsPins: z.array(file) })).default([]),
    /** Who signs operators in; a public client with proof key. Roles come in the claim `roles`. */
    oauth: z.strictObject({ issuer: httpUrl, clientId: z.string().min(1).default('ncp-dashboard'), ca: file.optional() }),
  }),
  health,
  log: z.strictObject({ level: z.enum(['info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
});

export type DashboardConfig = z.infer<typeof dashboardConfigSchema>;
