import { decodeSummary, documentFacts, type DocumentFact, type FactEntry, type FactSection } from '@ncp/cda';
import type { BilingualText, ForeignPatient, ReadDocument, ReadLine, ReadSection } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';
import { parseXml, type XmlElement } from '@ncp/xml';
import { dosageOfFacts } from './dosage-of-facts.js';
import { dosageSentence } from './dosage-sentence.js';
import { factKey } from './fact-key.js';
import { documentFindings, gapFindings, namelessCodes } from './findings.js';
import { administrativeSection, headerSection, partsNamed, ReadingLines } from './reading-lines.js';
import type { ReadingContext, ReadingGap } from './reading-context.js';

export interface ReadSummary {
  /** Whom it is about: shown to nobody before it was compared with the visit's patient. */
  readonly patient: ForeignPatient;
  readonly read: ReadDocument;
  /** For the terminology report. */
  readonly gaps: readonly ReadingGap[];
}

const sectionLabel = ({ key, code, title }: FactSection, catalogue: Catalogue): BilingualText => {
  const term = code === undefined ? undefined : catalogue.read(code.code, code.codeSystem);
  const name = title ?? code?.display ?? key;
  return { sv: term?.sv ?? name, en: term?.en ?? name };
};

const isTelling = (fact: DocumentFact): boolean => !fact.structural;

const SENTENCE = { sv: 'Dosering ur koderna', en: 'Dosage from the codes' };

const sentenceLine = (entry: FactEntry, key: string, catalogue: Catalogue): readonly ReadLine[] => {
  const dosage = dosageOfFacts(entry.facts);
  const sentence = dosage === undefined ? undefined : dosageSentence(dosage, { catalogue, highIsLastDay: false });
  return sentence === undefined ? [] : [{ key: `${key}.dosage.sentence`, label: SENTENCE, ...sentence, mark: 'as-written', generated: true }];
};

const readSection = (section: FactSection, name: string, lines: ReadingLines, context: { readonly catalogue: Catalogue; readonly language: string | undefined }): ReadSection => {
  const language = section.language ?? context.language;
  return {
    key: name, label: sectionLabel(section, context.catalogue), narrative: section.narrative,
    lines: section.facts.filter(isTelling).map((fact) => lines.line(fact, `${name}.${factKey(fact.path)}`, language)),
    entries: section.entries.map((entry) => {
      const key = `${name}.${entry.key}`;
      const told = entry.facts.filter(isTelling).map((fact) =>
        lines.line(fact, [key, ...fact.within.slice(1), factKey(fact.path)].filter((part) => part !== '').join('.'), language));
      return { key, lines: [...sentenceLine(entry, key, context.catalogue), ...told] };
    }),
  };
};

/**
 * UC-B7: a Patient Summary of level 3, of any wave, as a Swedish professional sees it: section by section, the text of the
 * document beside every coded entry. A known absence is shown as what the document says. Nothing is left out: what is of no
 * use for care is in the section `administrative`.
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND, NCP_CDA_STRUCTURE, NCP_CDA_PATIENT
 */
export const readSummary = (document: Uint8Array | XmlElement, context: ReadingContext): ReadSummary => {
  const root = document instanceof Uint8Array ? parseXml(document) : document;
  const { catalogue, profile } = context;
  const summary = decodeSummary(root, { zone: profile.zone });
  const facts = documentFacts(root, { zone: profile.zone });
  const { documentId, language, title, patient } = summary;
  const lines = new ReadingLines(context);
  const names = new Map<string, number>();
  const sections = facts.sections.map((section) => {
    const count = (names.get(section.key) ?? 0) + 1;
    names.set(section.key, count);
    return readSection(section, `section.${section.key}${count === 1 ? '' : `.${String(count)}`}`, lines, { catalogue, language });
  });
  const structural = facts.sections.flatMap((section) => [...section.facts, ...section.entries.flatMap((entry) => entry.facts)]).filter((fact) => fact.structural);
  const person = headerSection('patient', { sv: 'Patient', en: 'Patient' }, partsNamed(facts.header, 'recordTarget'), lines, language);
  const rest = facts.header.filter((part) => !part.key.startsWith('recordTarget'));
  const administrative = administrativeSection(rest, structural, lines, language);
  return {
    patient, gaps: lines.gaps,
    read: {
      kind: 'patientSummary', documentId,
      ...(language === undefined ? {} : { language }), ...(title === undefined ? {} : { title }),
      sections: [...sections, person, administrative],
      findings: [...documentFindings(root, [...summary.findings, ...facts.findings]), ...namelessCodes(facts), ...gapFindings(lines.gaps)],
      census: lines.census,
    },
  };
};
