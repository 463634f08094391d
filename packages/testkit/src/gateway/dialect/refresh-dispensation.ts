import { epochMs, instantFromEpoch, offsetMinutes, stockholm, type Instant } from '@ncp/domain';
import { attr, parseXml, serialiseXml, type XmlElement } from '@ncp/xml';
import { rewritten, withAttributes, withIdentifier, type Identifier } from './rewrite.js';

export interface DispensationFacts {
  readonly patient: { readonly root: string; readonly extension: string };
  /** A fresh id for the document. */
  readonly documentId: Identifier;
  /** What inFulfillmentOf and the prescribed item become. */
  readonly prescription: Identifier;
  readonly item: Identifier;
  /** When it was handed over and written. */
  readonly at: Instant;
}

/**
 * The same moment in the form of another: as precise, with the same zone or with none (decisions D44). What has none is local
 * time of the countries of the test world: Brussels, whose clocks are Stockholm's.
 */
const inFormOf = (form: string, at: Instant): string => {
  const zone = /[+-]\d{4}$/.exec(form)?.[0];
  const sign = zone?.startsWith('-') === true ? -1 : 1;
  const offset = zone === undefined ? offsetMinutes(stockholm(at)) : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)));
  const digits = instantFromEpoch(epochMs(at) + offset * 60_000).replaceAll(/[-:TZ]|\..*$/g, '').slice(0, 14);
  const written = form.replace(/[+-]\d{4}$/, '').replace(/\..*$/, '');
  return `${digits.slice(0, Math.min(14, written.length))}${zone ?? ''}`;
};

const TIMES: readonly RegExp[] = [
  /^\/ClinicalDocument\/(effectiveTime|author\/time|legalAuthenticator\/time)$/,
  /\/entry\/supply\/performer\/time$/,
];

/**
 * An eDispensation of another country, told about a present prescription and person of the sample world. Product, quantity,
 * form and faults stay exactly as they were written there.
 */
export function refreshedDispensation(document: Uint8Array, facts: DispensationFacts): Uint8Array {
  const root = parseXml(document);
  const refreshed = rewritten(root, (el, path): XmlElement | undefined => {
    if (path === '/ClinicalDocument/id') return withIdentifier(el, facts.documentId);
    if (path === '/ClinicalDocument/recordTarget/patientRole/id') return withIdentifier(el, facts.patient);
    if (path === '/ClinicalDocument/inFulfillmentOf/order/id') return withIdentifier(el, facts.prescription);
    if (path.endsWith('/entry/supply/entryRelationship/substanceAdministration/id')) return withIdentifier(el, facts.item);
    const written = attr(el, 'value');
    return written !== undefined && TIMES.some((time) => time.test(path)) ? withAttributes(el, { value: inFormOf(written, facts.at) }) : el;
  });
  return serialiseXml(refreshed);
}
