import type { Edit } from './assertions.js';

/** Edits of the text of an assertion before it is signed. */

export const SUBJECT_ID = 'urn:oasis:names:tc:xspa:1.0:subject:subject-id';
export const ROLE = 'urn:oasis:names:tc:xacml:2.0:subject:role';
export const PURPOSE = 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse';
export const FACILITY = 'urn:ehdsi:names:subject:healthcare-facility-type';
export const LOCALITY = 'urn:oasis:names:tc:xspa:1.0:environment:locality';
export const ORGANISATION = 'urn:oasis:names:tc:xspa:1.0:subject:organization';
export const ORGANISATION_ID = 'urn:oasis:names:tc:xspa:1.0:subject:organization-id';
export const COMMUNITY = 'urn:ihe:iti:xca:2010:homeCommunityId';
export const PERMISSION = 'urn:oasis:names:tc:xspa:1.0:subject:hl7:permission';

/** The text of the Attribute element of that name. */
export const attributeText = (xml: string, name: string): string => {
  const at = xml.indexOf(`Name="${name}"`);
  if (at === -1) throw new Error(`no attribute ${name}`);
  const from = xml.lastIndexOf('<saml2:Attribute ', at);
  return xml.slice(from, xml.indexOf('</saml2:Attribute>', at) + '</saml2:Attribute>'.length);
};

export const without = (name: string): Edit => (xml) => xml.replace(attributeText(xml, name), '');
export const twice = (name: string): Edit => (xml) => xml.replace(attributeText(xml, name), (one) => one + one);

/** Removes the first element of that local name with all it holds. */
export const cut = (local: string): Edit => (xml) => {
  const end = `</saml2:${local}>`;
  const from = xml.indexOf(`<saml2:${local}`);
  const to = xml.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`no element ${local}`);
  return xml.slice(0, from) + xml.slice(to + end.length);
};
