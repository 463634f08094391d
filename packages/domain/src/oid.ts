import { NcpError } from './errors/ncp-error.js';
import type { NcpErrorCode } from './errors/registry.js';
import { ok, refused, type CountryCode, type InstanceIdentifier, type Oid, type Result } from './primitives.js';

const OID = /^[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const URN = 'urn:oid:';
const MAX_OID_CHARACTERS = 128;

/** Reads a bare dotted OID. Error NCP_IHE_SLOT. */
export const parseOid = (text: string): Result<Oid, NcpErrorCode> =>
  text.length <= MAX_OID_CHARACTERS && OID.test(text) ? ok(text as Oid) : refused('NCP_IHE_SLOT');

/** As `parseOid`, for constants and configuration. @throws NcpError NCP_IHE_SLOT */
export const oid = (text: string): Oid => {
  const parsed = parseOid(text);
  if (!parsed.ok) throw new NcpError(parsed.error);
  return parsed.value;
};

/**
 * Reads a homeCommunityId in either of its forms: `urn:oid:1.2` (XCA, SAML) or `1.2` (HL7 v3; tolerated everywhere)
 * (wire-contract 2.1). Error NCP_IHE_SLOT.
 */
export const parseHomeCommunityId = (text: string): Result<Oid, NcpErrorCode> =>
  parseOid(text.toLowerCase().startsWith(URN) ? text.slice(URN.length) : text);

/** `urn:oid:<OID>`, the form of XCA and SAML. */
export const urnOid = (value: string): string => `${URN}${value}`;

/** Reads an ISO 3166-1 alpha-2 code of any case. Error NCP_IHE_SLOT. */
export const parseCountryCode = (text: string): Result<CountryCode, NcpErrorCode> =>
  /^[A-Za-z]{2}$/.test(text) ? ok(text.toUpperCase() as CountryCode) : refused('NCP_IHE_SLOT');

/** As `parseCountryCode`. @throws NcpError NCP_IHE_SLOT */
export const countryCode = (text: string): CountryCode => {
  const parsed = parseCountryCode(text);
  if (!parsed.ok) throw new NcpError(parsed.error);
  return parsed.value;
};

const CX = /^([^&^]+)\^\^\^&([^&^]+)&ISO$/;

/** Reads a patient id `<extension>^^^&<root>&ISO` (wire-contract 2.1). Error NCP_IHE_SLOT. */
export const parseCx = (text: string): Result<{ readonly root: Oid; readonly extension: string }, NcpErrorCode> => {
  const [, extension = '', rootText = ''] = CX.exec(text) ?? [];
  const root = parseOid(rootText);
  return root.ok ? ok({ root: root.value, extension }) : root;
};

/** Writes a patient id in CX form. @throws NcpError NCP_IHE_SLOT when a part cannot be written in it */
export const formatCx = (id: InstanceIdentifier): string => {
  const text = `${id.extension ?? ''}^^^&${id.root}&ISO`;
  if (!parseCx(text).ok) throw new NcpError('NCP_IHE_SLOT');
  return text;
};

/** Two HL7 identifiers are the same only when root and extension are, byte for byte. */
export const sameIdentifier = (a: InstanceIdentifier, b: InstanceIdentifier): boolean =>
  a.root === b.root && a.extension === b.extension;
