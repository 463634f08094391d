import { CODE_SYSTEMS, SUMMARY_NOTICE } from '@ncp/domain';
import { required } from '../prescription/coding.js';
import type { SectionNarrative } from './narrative-model.js';
import type { SummarySection, SummarySections } from './model.js';
import type { Coding } from './terms.js';

const EHDSI = '1.3.6.1.4.1.12559.11.10.1.3.1';
const CCD = '2.16.840.1.113883.10.20.1';

/** LOINC code and templates of each section (cda-documents 7). */
export const SECTIONS: Readonly<Record<keyof SummarySections, { readonly code: string; readonly templates: readonly string[] }>> = {
  medications: { code: '10160-0', templates: [`${EHDSI}.2.3`, `${CCD}.8`] },
  allergies: { code: '48765-2', templates: [`${EHDSI}.2.12`] },
  problems: { code: '11450-4', templates: [`${EHDSI}.2.9`, `${CCD}.11`] },
  procedures: { code: '47519-4', templates: [`${EHDSI}.2.11`] },
  devices: { code: '46264-8', templates: [`${EHDSI}.2.4`, `${CCD}.7`] },
  immunizations: { code: '11369-6', templates: [`${EHDSI}.2.15`, `${CCD}.6`] },
  pastIllness: { code: '11348-0', templates: [`${EHDSI}.2.10`] },
  pregnancy: { code: '10162-6', templates: [`${EHDSI}.2.7`] },
  functionalStatus: { code: '47420-5', templates: [`${EHDSI}.2.14`] },
  results: { code: '30954-2', templates: [`${EHDSI}.2.5`] },
};

/** A section under its code and title of the eHDSI list. */
export const sectionOf = <Content>(name: keyof SummarySections, narrative: SectionNarrative, content: Content, { catalogue, findings }: Coding): SummarySection<Content> => {
  const code = required(catalogue, 'section', { code: SECTIONS[name].code, codeSystem: CODE_SYSTEMS.loinc }, `section.${name}`, findings);
  const title = code.originals[0]?.display ?? (code.kind === 'coded' ? code.value.display : SECTIONS[name].code);
  return { code, title, narrative, content };
};

/** Every Swedish summary says it in each required section, so that nobody can tell what was withheld (PS08). */
export const compiledSentence = (prefix: string): { readonly id: string; readonly text: string } =>
  ({ id: `${prefix}-compiled`, text: `${SUMMARY_NOTICE.sv} / ${SUMMARY_NOTICE.en}` });
