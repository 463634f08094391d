/** A certificate and its key on disk: absolute paths, and what a pin or a log line needs. */
export interface PkiPair {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 of the DER certificate, lower-case hex: the form of a pin. */
  readonly fingerprint: string;
  readonly subject: string;
}

/** What is wrong with a bad certificate. `otherCountry`: this country's authority certifies another country's name. */
export type Fault = 'expired' | 'notYetValid' | 'wrongUsage' | 'otherCountry' | 'unknownCa' | 'revoked';

export interface PkiCountry {
  readonly country: string;
  readonly ca: PkiPair;
  /** Revocation list of `ca`, PEM. */
  readonly crl: string;
  readonly tlsServer: PkiPair;
  readonly tlsClient: PkiPair;
  /** A faultless TLS client certificate that nobody enrolled. */
  readonly unpinned: PkiPair;
  readonly seal: PkiPair;
  /** The same role with an elliptic-curve key. */
  readonly sealEc: PkiPair;
  readonly bad: {
    readonly tlsServer: Readonly<Record<Fault, PkiPair>>;
    readonly tlsClient: Readonly<Record<Fault, PkiPair>>;
    readonly seal: Readonly<Record<Fault, PkiPair>>;
  };
}

export interface PkiIndex {
  readonly directory: string;
  /** Anchors, lists and pins by country: what `readTrustDirectory` of the trust package reads. */
  readonly trust: string;
  readonly madeAt: string;
  readonly countries: Readonly<Record<string, PkiCountry>>;
}
