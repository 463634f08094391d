import type { AbroadCountry } from './countries.js';
import { localDay, localTime, utcTime } from './local-time.js';

/** Ways of writing the same answer that are seen on the wire (wire-contract 1.5, 2.3, 2.5; decisions 4.2). */
export interface Dialect {
  /** Prefix on the wire for each prefix of our templates; the default namespace is ''. */
  readonly prefixes: Readonly<Record<string, string>>;
  readonly soapPrefix: string;
  /** Codes of acknowledgement, queryAck status and query response (decisions D10). */
  readonly queryAck: Readonly<Record<'match' | 'none' | 'refused', readonly [ack: string, status: string, response: string]>>;
  readonly messageTime: (at: Date) => string;
  readonly birthTime: (day: string) => string;
  readonly creationTime: (at: Date) => string;
  /** `mtom`: as XOP parts of this type; `inline`: base64 in lines of this length. */
  readonly documents: { readonly kind: 'mtom'; readonly partType: string; readonly rootId: string } | { readonly kind: 'inline'; readonly lineLength: number };
  /** How "no prescription" is said (decisions D21). */
  readonly none: { readonly status: 'Success' | 'Failure'; readonly severity: 'Error' | 'Warning' };
  /** What is no longer open is listed as closed, or not at all. */
  readonly closed: 'listed' | 'hidden';
  /** On-demand documents: the hash of nothing and size 0 (cda-documents 10). */
  readonly emptyHash: boolean;
  /** After one dispensation a prescription is closed, whatever is left of it (cda-documents 10). */
  readonly oneDispensation: boolean;
}

/** Follows IHE, in the look of an Axis2 server. */
const FI: Dialect = {
  prefixes: {}, soapPrefix: 'soapenv',
  queryAck: { match: ['AA', 'deliveredResponse', 'OK'], none: ['AA', 'deliveredResponse', 'NF'], refused: ['AE', 'aborted', 'AE'] },
  messageTime: (at) => `${utcTime(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}+0000`, birthTime: (day) => day, creationTime: utcTime,
  documents: { kind: 'mtom', partType: 'text/xml; charset=UTF-8', rootId: '0.root@apache.org' },
  none: { status: 'Success', severity: 'Warning' }, closed: 'hidden', emptyHash: false, oneDispensation: false,
};

/** Numbered prefixes on everything, as JAXB writes them, and parts in the manner of CXF. */
const DK: Dialect = {
  prefixes: { '': 'ns4', query: 'ns3', rim: 'ns2', rs: 'ns5', xdsb: 'ns6' }, soapPrefix: 'S',
  queryAck: { match: ['AA', 'OK', 'OK'], none: ['AA', 'completed', 'NF'], refused: ['AE', 'AE', 'AE'] },
  messageTime: (at) => localTime('Europe/Copenhagen', at), birthTime: (day) => day, creationTime: (at) => localDay('Europe/Copenhagen', at),
  documents: { kind: 'mtom', partType: 'application/octet-stream', rootId: 'root.message@cxf.apache.org' },
  none: { status: 'Failure', severity: 'Warning' }, closed: 'listed', emptyHash: true, oneDispensation: true,
};

/** OpenNCP as it is, defects included: AE on a match, everything inline. */
const PT: Dialect = {
  prefixes: { '': 'hl7' }, soapPrefix: 'env',
  queryAck: { match: ['AA', 'AE', 'AE'], none: ['AA', 'AE', 'AE'], refused: ['AE', 'AE', 'AE'] },
  messageTime: (at) => `${utcTime(at)}+0000`, birthTime: (day) => `${day}000000`, creationTime: (at) => utcTime(at).slice(0, 12),
  documents: { kind: 'inline', lineLength: 76 },
  none: { status: 'Failure', severity: 'Error' }, closed: 'hidden', emptyHash: false, oneDispensation: false,
};

export const DIALECTS: Readonly<Record<AbroadCountry['code'], Dialect>> = { FI, DK, PT };

/** Changes the prefixes of our own text, in which no comment or CDATA section hides a tag. */
export function inPrefixes(xml: string, prefixes: Dialect['prefixes']): string {
  const named = (prefix: string | undefined): string | undefined => prefixes[prefix ?? ''];
  return xml
    .replaceAll(/<(\/?)(?:([\w-]+):)?([A-Za-z][\w.-]*)(?=[\s/>])/g, (whole, slash: string, prefix: string | undefined, local: string) => {
      const other = named(prefix);
      return other === undefined ? whole : `<${slash}${other}:${local}`;
    })
    .replaceAll(/\sxmlns(?::([\w-]+))?="/g, (whole, prefix: string | undefined) => {
      const other = named(prefix);
      return other === undefined ? whole : ` xmlns:${other}="`;
    })
    // A type is a name too.
    .replaceAll(/xsi:type="([\w.-]+)"/g, (whole, local: string) => {
      const other = named(undefined);
      return other === undefined ? whole : `xsi:type="${other}:${local}"`;
    });
}
