import { NcpError, type Finding, type ZoneName } from '@ncp/domain';
import { attr, NS, pathOf, walk, type XmlElement } from '@ncp/xml';
import { readIdentifier, readIdentifiers } from './data-types.js';
import { v3All, v3At, wholeText } from './elements.js';
import { readForeignTime } from './foreign-time.js';
import type { ForeignSummary } from './foreign-summary.js';
import { openDocument } from './open-document.js';
import { readPatient } from './patient.js';

/**
 * Reads a Patient Summary of another country, of any wave (cda-documents 7, 9).
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND not a Patient Summary of level 3, NCP_CDA_STRUCTURE no id or no patient,
 * NCP_CDA_PATIENT several patients
 */
export const decodeSummary = (source: Uint8Array | XmlElement, options: { readonly zone?: ZoneName } = {}): ForeignSummary => {
  const document = openDocument(source, ['ps-l3']);
  const { root, notes } = document;
  if (v3At(root, 'component', 'structuredBody') === undefined) throw new NcpError('NCP_CDA_KIND', { found: 'level-1' });
  const setId = readIdentifier(v3At(root, 'setId'), notes);
  const title = wholeText(v3At(root, 'title'));
  const language = attr(v3At(root, 'languageCode') ?? root, 'code');
  const effectiveTime = readForeignTime(v3At(root, 'effectiveTime'), options.zone);
  return {
    documentId: document.id,
    ...(setId === undefined ? {} : { setId }),
    relatedIds: v3All(root, 'relatedDocument').flatMap((related) => readIdentifiers(v3At(related, 'parentDocument'), notes)),
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
    ...(effectiveTime === undefined ? {} : { effectiveTime }),
    patient: readPatient(document),
    findings: [...notes.findings, ...wrongTypes(root)],
  };
};

/** Codes of observations whose value has to be a CE (cda-documents 7). */
const CE_ONLY: ReadonlySet<string> = new Set(['82606-5', '66455-7', '33999-4']);

const wrongTypes = (root: XmlElement): readonly Finding[] => {
  const findings: Finding[] = [];
  for (const el of walk(root)) {
    if (el.local !== 'value' || attr(el, 'type', NS.xsi)?.replace(/^.*:/, '') !== 'CD') continue;
    const code = attr(v3At(el.parent, 'code') ?? el, 'code') ?? '';
    if (CE_ONLY.has(code) && findings.length < MOST_FINDINGS) findings.push({ code: 'NCP_CDA_TOLERATED', severity: 'warning', at: pathOf(el), rule: 'reading.value-type' });
  }
  return findings;
};

const MOST_FINDINGS = 100;
