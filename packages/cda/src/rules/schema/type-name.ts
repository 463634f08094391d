import { namespaceOf, NS, type XmlElement } from '@ncp/xml';

const partsOf = (qname: string): readonly [prefix: string, local: string] => {
  const [first = '', second] = qname.trim().split(':');
  return second === undefined ? ['', first] : [first, second];
};

/** A prefix that nothing declares makes a type name meaningless; a name without prefix is in the default namespace or in none. */
export const isPrefixDeclared = (el: XmlElement, qname: string): boolean => {
  const [prefix] = partsOf(qname);
  return prefix === '' || namespaceOf(el, prefix) !== undefined;
};

/** The local name of a QName in HL7's namespace; undefined when its prefix is not declared or means something else. */
export const typeNameOf = (el: XmlElement, qname: string): string | undefined => {
  const [prefix, local] = partsOf(qname);
  return namespaceOf(el, prefix) === NS.hl7 ? local : undefined;
};
