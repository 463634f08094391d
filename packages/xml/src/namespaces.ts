/** Namespace URIs of the wire (wire-contract 1.2), by the short name that the contract uses. */
export const NS = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  wsa: 'http://www.w3.org/2005/08/addressing',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  wst: 'http://docs.oasis-open.org/ws-sx/ws-trust/200512',
  hl7: 'urn:hl7-org:v3',
  query: 'urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0',
  rim: 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0',
  rs: 'urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0',
  lcm: 'urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0',
  xdsb: 'urn:ihe:iti:xds-b:2007',
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  trc: 'https://ehdsi.eu/assertion/trc',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  ec: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  xop: 'http://www.w3.org/2004/08/xop/include',
  pharm: 'urn:hl7-org:pharm',
  /** The pharmacy extension as older documents name it. */
  pharmOld: 'urn:epsos-org:ep:medication',
  sdtc: 'urn:hl7-org:sdtc',
  smp: 'http://docs.oasis-open.org/bdxr/ns/SMP/2016/05',
  rem: 'http://uri.etsi.org/02640/v2#',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  xsd: 'http://www.w3.org/2001/XMLSchema',
  xml: 'http://www.w3.org/XML/1998/namespace',
} as const;

/** Prefixes that `element` understands on attributes without a declaration beside them. */
export const ATTRIBUTE_PREFIXES: ReadonlyMap<string, string> = new Map(
  [...Object.entries(NS).filter(([name]) => name !== 'pharmOld'), ['xs', NS.xsd], ['soapenv', NS.soap], ['saml2', NS.saml]].map(
    ([prefix, uri]) => [prefix ?? '', uri ?? ''] as const,
  ),
);
