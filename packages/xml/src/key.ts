import { NcpError } from '@ncp/domain';

/** As much of node's `KeyObject` as this package needs to see; a real `KeyObject` fits and nothing else works. */
export interface AsymmetricKey {
  /** `private` to sign, `public` to verify. */
  readonly type: string;
  readonly asymmetricKeyType?: string | undefined;
  readonly asymmetricKeyDetails?:
    | { readonly modulusLength?: number | undefined; readonly publicExponent?: bigint | undefined; readonly namedCurve?: string | undefined }
    | undefined;
}

/** How the bytes are signed, in node's words. */
export interface SignatureManner {
  readonly hash: string;
  readonly padding?: number;
  readonly saltLength?: number;
  readonly dsaEncoding?: 'ieee-p1363';
}

/** What this package signs with: the seal of assertions, evidence and audit events (RS 6). */
export type KeyUse = 'seal';

/**
 * A key that never leaves its keeper, such as a hardware module: the keeper signs, and refuses every use that the key is not
 * for (RS KEY-03).
 */
export interface HeldKey extends AsymmetricKey {
  /** Modulus and exponent, base64url; of RSA keys only. */
  readonly rsaPublic?: { readonly n: string; readonly e: string };
  readonly sign: (use: KeyUse, manner: SignatureManner, bytes: Uint8Array) => Uint8Array;
}

/** A private `KeyObject`, made once and kept (passing PEM would double the cost of a signature), or a key that is held elsewhere. */
export type SigningKey = AsymmetricKey | HeldKey;

export const isHeld = (key: SigningKey): key is HeldKey => typeof (key as Partial<HeldKey>).sign === 'function';

/** A public `KeyObject`. */
export type VerificationKey = AsymmetricKey;

export type KeyFamily = 'rsa' | 'rsa-pss' | 'ec';

const MIN_RSA_BITS = 2048;
/** Small exponents make forged PKCS#1 padding possible (RS DSIG-21). */
const MIN_RSA_EXPONENT = 65537n;
const CURVES: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1']);

/** The family of a key that is strong enough; raises NCP_DSIG_KEY_STRENGTH for every other key (RS DSIG-20). */
export const strongFamily = (key: AsymmetricKey): KeyFamily => {
  let family = judged.get(key);
  if (family === undefined) {
    family = judge(key);
    judged.set(key, family);
  }
  return family;
};

/** A key does not change, and asking a `KeyObject` for its details is slow. */
const judged = new WeakMap<AsymmetricKey, KeyFamily>();

const judge = (key: AsymmetricKey): KeyFamily => {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  switch (type) {
    case 'rsa':
    case 'rsa-pss':
      if ((details?.modulusLength ?? 0) >= MIN_RSA_BITS && (details?.publicExponent ?? 0n) >= MIN_RSA_EXPONENT) return type;
      break;
    case 'ec':
      if (CURVES.has(details?.namedCurve)) return type;
      break;
    default:
  }
  throw new NcpError('NCP_DSIG_KEY_STRENGTH', { type: type ?? key.type, bits: details?.modulusLength ?? 0 });
};
