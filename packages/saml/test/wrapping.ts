import { HCP_ID, TRC_ID, WSSE, hcp, security, trc } from './assertions.js';
import type { XmlElement } from '@ncp/xml';

/**
 * The wrapping attacks of RS 7.3, built from genuinely signed assertions. Each puts evil content (another professional,
 * another patient) where a careless reader looks and keeps the signed original where a careless verifier looks.
 */

/** Stands in every evil value; it may never come back. */
export const CANARY = 'EVIL-4711';

export type Target = 'HCP' | 'TRC' | 'both';
export const TARGETS: readonly Target[] = ['HCP', 'TRC', 'both'];

/** One assertion under attack. */
export interface Victim {
  /** As signed and sent. */
  readonly original: string;
  /** The same without its signature. */
  readonly bare: string;
  readonly signature: string;
  /** Another assertion of the same kind, unsigned, full of canaries. */
  readonly evil: string;
  readonly id: string;
  readonly evilId: string;
}

/** What a variant makes of one assertion, and what it hides in other places of the message. */
export interface Wrapped {
  readonly inSecurity: string;
  readonly inHeader?: string;
  readonly inBody?: string;
}

export type Variant = (victim: Victim) => Wrapped;

const signatureOf = (signed: string): string => {
  const end = '</ds:Signature>';
  return signed.slice(signed.indexOf('<ds:Signature'), signed.indexOf(end) + end.length);
};

const victimOf = (original: string, evilSigned: string, id: string, evilId: string): Victim => {
  const signature = signatureOf(original);
  return { original, signature, bare: original.replace(signature, ''), evil: evilSigned.replace(signatureOf(evilSigned), ''), id, evilId };
};

const evilHcp = (): string => hcp({ nameId: CANARY, spProvidedId: CANARY, subjectId: CANARY, locality: CANARY }, { id: '_evil1' });
const evilTrc = (): string => trc({ id: '_evil2', of: { nameId: 'dk-4711' }, patient: { root: '1.2.752.129.2.1.3.1', extension: CANARY } });

/** Puts `inside` into the assertion, directly after Issuer, where a signature belongs. */
export const afterIssuer = (assertion: string, inside: string): string => assertion.replace('</saml2:Issuer>', (end) => end + inside);
const atEnd = (assertion: string, inside: string): string => assertion.replace(/<\/saml2:Assertion>$/, (end) => inside + end);
const inSignature = (signature: string, inside: string): string => signature.replace(/<\/ds:Signature>$/, (end) => inside + end);
const inObject = (signature: string, inside: string): string => inSignature(signature, `<ds:Object>${inside}</ds:Object>`);
const extension = (content: string): string => `<x:Extension xmlns:x="urn:x">${content}</x:Extension>`;

export const VARIANTS: Readonly<Record<string, Variant>> = {
  'XSW-01 evil wrapper, original inside the signature': ({ evil, signature, bare }) =>
    ({ inSecurity: afterIssuer(evil, inSignature(signature, extension(bare))) }),
  'XSW-02 evil wrapper, signature detached beside the original': ({ evil, signature, bare }) =>
    ({ inSecurity: atEnd(evil, signature + bare) }),
  'XSW-02 signature as a sibling of the original': ({ evil, signature, bare }) => ({ inSecurity: evil + signature + bare }),
  'XSW-03 evil before the original': ({ evil, original }) => ({ inSecurity: evil + original }),
  'XSW-03 evil after the original': ({ evil, original }) => ({ inSecurity: original + evil }),
  'XSW-04 original becomes a child of evil': ({ evil, original }) => ({ inSecurity: atEnd(evil, original) }),
  'XSW-05 evil keeps the signature, original without it at the end': ({ evil, signature, bare }) =>
    ({ inSecurity: afterIssuer(evil, signature) + bare }),
  'XSW-06 evil encloses the signature, which encloses the original': ({ evil, signature, bare }) =>
    ({ inSecurity: afterIssuer(evil, inSignature(signature, bare)) }),
  'XSW-07 evil inside an extension, original in place': ({ evil, original }) => ({ inSecurity: extension(evil) + original }),
  'XSW-08 original inside Object, evil in its place': ({ evil, signature, bare }) =>
    ({ inSecurity: afterIssuer(evil, inObject(signature, bare)) }),
  'XSW-09 original in an unknown child, evil where the reader looks': ({ evil, signature, original }) =>
    ({ inSecurity: extension(original) + afterIssuer(evil, signature) }),
  'XSW-11 original in Body, evil in the header': ({ evil, signature, original }) =>
    ({ inSecurity: afterIssuer(evil, signature), inBody: original }),
  'XSW-11 evil in Body, original in the header': ({ evil, original }) => ({ inSecurity: original, inBody: evil }),
  'XSW-11 evil in another header block, original in the header': ({ evil, original }) => ({ inSecurity: original, inHeader: extension(evil) }),
  'XSW-12 original inside Advice of evil': ({ evil, signature, original }) =>
    ({ inSecurity: afterIssuer(evil, signature).replace(/(<\/saml2:Conditions>)/, (end) => `${end}<saml2:Advice>${original}</saml2:Advice>`) }),
  'XSW-13 evil with the same id before the original': ({ evil, original, id, evilId }) => ({ inSecurity: evil.replace(evilId, id) + original }),
  'XSW-13 evil with the same id after the original': ({ evil, original, id, evilId }) => ({ inSecurity: original + evil.replace(evilId, id) }),
  'XSW-13 evil with the same id and signature in its place': ({ evil, signature, id, evilId }) =>
    ({ inSecurity: afterIssuer(evil.replace(evilId, id), signature) }),
  'XSW-14 evil in a namespace that ends in a slash': ({ evil, original }) =>
    ({ inSecurity: evil.replaceAll('SAML:2.0:assertion"', 'SAML:2.0:assertion/"') + original }),
  'XSW-14 evil in a namespace of another case': ({ evil, original }) =>
    ({ inSecurity: evil.replaceAll('SAML:2.0:assertion"', 'saml:2.0:assertion"') + original }),
  'XSW-14 evil with another case in its name': ({ evil, original }) =>
    ({ inSecurity: evil.replaceAll('saml2:Assertion', 'saml2:ASSERTION') + original }),
  'XSW-14 prefix rebound inside the original': ({ original, evil }) =>
    ({ inSecurity: original.replace('<saml2:Subject>', `<saml2:Subject xmlns:saml2="urn:x">${evil}</saml2:Subject><saml2:Subject>`) }),
};

/** The message of a variant: the other assertion stays genuine unless both are attacked. */
export const attacked = (variant: Variant, target: Target): XmlElement => {
  const professional = victimOf(hcp(), evilHcp(), HCP_ID, '_evil1');
  const relationship = victimOf(trc(), evilTrc(), TRC_ID, '_evil2');
  const first: Wrapped = target === 'TRC' ? { inSecurity: professional.original } : variant(professional);
  const second: Wrapped = target === 'HCP' ? { inSecurity: relationship.original } : variant(relationship);
  const block = `${first.inHeader ?? ''}${second.inHeader ?? ''}`;
  return security(first.inSecurity + second.inSecurity, {
    body: `<x>${first.inBody ?? ''}${second.inBody ?? ''}</x>`,
    ...(block === '' ? {} : { blocks: block }),
  });
};

/** A whole second security header beside the genuine one. */
export const twoHeaders = (attributes: string): XmlElement =>
  security(hcp() + trc(), { blocks: `<wsse:Security ${WSSE} ${attributes}>${evilHcp()}${evilTrc()}</wsse:Security>` });
