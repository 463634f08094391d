import { documentKind } from '@ncp/cda';
import { countryCode, isNcpError, type CountryCode } from '@ncp/domain';
import { gapsOfReading, readPrescription, readSummary, type CountedGap, type ReadingGap, type TerminologyGap } from '@ncp/exchange';
import type { Catalogue } from '@ncp/terminology';
import { parseXml, type XmlElement } from '@ncp/xml';
import type { Source } from '../validate/sources.js';

/** What stands for the country when none is told: no country has this code. */
export const UNTOLD: CountryCode = countryCode('XX');

export interface DocumentGaps {
  readonly documents: number;
  /** Documents that are no prescription or summary of level 3, or none at all, with the code that says so. */
  readonly notRead: readonly { readonly file: string; readonly code: string }[];
  readonly gaps: readonly Omit<CountedGap, 'firstAt' | 'lastAt' | 'documents'>[];
}

/** How a document whose country is not known is read. */
const PROFILE = { zone: 'Europe/Brussels', quirks: [] } as const;

const gapsOf = (root: XmlElement, catalogue: Catalogue): readonly ReadingGap[] =>
  documentKind(root) === 'ps-l3' ? readSummary(root, { catalogue, profile: PROFILE }).gaps : readPrescription(root, { catalogue, profile: PROFILE }).gaps;

const keyOf = ({ codeSystem, code, field, country }: TerminologyGap): string => JSON.stringify([codeSystem, code, field, country]);

/** What reading these documents with a release would leave without a Swedish text, counted over all of them, most frequent first. */
export async function gapsOfDocuments(sources: readonly Source[], catalogue: Catalogue, country: CountryCode): Promise<DocumentGaps> {
  const counted = new Map<string, TerminologyGap & { readonly count: number }>();
  const notRead: { readonly file: string; readonly code: string }[] = [];
  for (const { file, bytes } of sources) {
    try {
      for (const gap of gapsOfReading(catalogue, country, gapsOf(parseXml(await bytes()), catalogue))) {
        const key = keyOf(gap);
        counted.set(key, { ...gap, count: (counted.get(key)?.count ?? 0) + 1 });
      }
    } catch (error) {
      if (!isNcpError(error)) throw error;
      notRead.push({ file, code: error.code });
    }
  }
  return { documents: sources.length - notRead.length, notRead, gaps: [...counted.values()].toSorted((a, b) => b.count - a.count || (keyOf(a) < keyOf(b) ? -1 : 1)) };
}
