import { canonicalise, hex, parseXml, serialiseXml, sha256, text, utf8, verifyDocument } from '@ncp/xml';
import { NcpError } from '@ncp/domain';
import { BrokenPromise, type FuzzTarget } from '../target.js';

const SEEDS = [
  '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<p:a xmlns:p="urn:p" b="c"><!-- d --><e xmlns="urn:e">f &lt; å<![CDATA[<g>]]></e><?h i?></p:a>',
  '<a><b c="1" d=\'2\'/><b>\r\n\t&#13;&#x1F48A;&amp;&apos;&quot;</b><b xmlns:x="urn:x" x:id="3" xml:lang="sv" xml:space="preserve"> </b></a>',
  `<r xmlns="urn:r">${'<s><t u="v">w</t></s>'.repeat(12)}</r>`,
  '<a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns="urn:3" xmlns:q="urn:4" q:d="" p:d=""/></p:b></a>',
  '<Evidence xmlns="urn:e"><x/><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>MAA=</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature></Evidence>',
];

const WORDS = [
  '<', '>', '/', '</', '/>', '<a', '<p:a', '</a>', '<a>', '</p:a>', '=', '"', "'", ' b="c"', ' p:b="c"', ' xmlns:p="urn:p"', ' xmlns="urn:d"', ' xmlns:p=""', ' xmlns=""', '&', '&amp;', '&#13;', '&#x0;', '&x;', '<!--',
  '-->', '--', '<![CDATA[', ']]>', '<?', '?>', '<?x y?>', '<!DOCTYPE a>', '<!DOCTYPE a [<!ENTITY x "y">]>', '<?xml version="1.0"?>', '<?xml version="1.1"?>', 'encoding="UTF-16"', '\uFEFF', '\r\n', '\u0000', '\u0085', '\u2028', '\ufffe',
  'xml:id="a"', 'xmlns:xml="http://www.w3.org/XML/1998/namespace"', '<ds:Reference URI="#a"/>', 'PrefixList="#default xs"',
];

const refuse = (): never => { throw new NcpError('NCP_TRUST_UNTRUSTED'); };
const digestOf = (bytes: Uint8Array): string => hex(sha256(bytes));

/** Parses, and holds the tree against what is promised of it: written and read again it is the same, and so are its canonical forms. */
const read = (input: Uint8Array): void => {
  const tree = parseXml(input);
  const written = serialiseXml(tree);
  const again = parseXml(written);
  if (text(serialiseXml(again)) !== text(written)) throw new BrokenPromise('written twice, it is not the same');
  for (const form of [{}, { withComments: true }, { exclusive: false }]) {
    if (digestOf(canonicalise(again, form)) !== digestOf(canonicalise(tree, form))) throw new BrokenPromise('its canonical form changed by writing it');
  }
  verifyDocument(tree, { resolveKey: refuse });
};

/** The one door: bytes to tree, back, canonical, and the structure of a signature over the whole. */
export const xmlTarget: FuzzTarget = { name: 'xml', about: 'parse, write, canonicalise, look for a signature', form: 'xml', seeds: () => SEEDS.map(utf8), words: WORDS, read };
