import { describe, expect, it } from '@jest/globals';
import { parseXml, text, utf8 } from '@ncp/xml';
import { fullSummary, summaryInput } from '../../fixtures/swedish-summaries.js';
import { documentFacts, encodeSummary, summaryContent, summaryDocument, type SummaryContent } from '../index.js';

const written = text(encodeSummary(summaryDocument(summaryInput({ summary: fullSummary }))));
const read = (document: string): SummaryContent => summaryContent(documentFacts(parseXml(utf8(document))));
/** What another country may write of the same statement. */
const changed = (from: RegExp, to: string): SummaryContent => {
  const other = written.replace(from, to);
  expect(other).not.toBe(written);
  return read(other);
};

describe('summaryContent of what other countries write', () => {
  it('never takes what is denied for what is said', () => {
    const allergy = /<observation classCode="OBS" moodCode="EVN">(?=<templateId root="1\.3\.6\.1\.4\.1\.12559\.11\.10\.1\.3\.1\.3\.17")/;
    const { allergies } = changed(allergy, '<observation classCode="OBS" moodCode="EVN" negationInd="true">');
    expect(allergies.map(({ negated }) => negated)).toEqual([true, undefined]);
    const concern = /<act classCode="ACT" moodCode="EVN">(?=<templateId root="1\.3\.6\.1\.4\.1\.12559\.11\.10\.1\.3\.1\.3\.15")/g;
    expect(changed(concern, '<act classCode="ACT" moodCode="EVN" negationInd="true">').problems.map(({ negated }) => negated)).toEqual([true, true]);
  });

  it('says of a vaccination that it was cancelled, or only planned', () => {
    const vaccination = /(<substanceAdministration classCode="SBADM" moodCode=")EVN("><templateId root="1\.3\.6\.1\.4\.1\.12559\.11\.10\.1\.3\.1\.3\.19"\/>.*?<statusCode code=")completed/;
    expect(changed(vaccination, '$1INT$2completed').immunizations[0]).toMatchObject({ mood: 'INT' });
    expect(changed(vaccination, '$1EVN$2cancelled').immunizations[0]).toMatchObject({ status: 'cancelled' });
  });

  it('keeps the two codes of a diagnosis apart', () => {
    expect(read(written).problems[0]?.problem).toEqual({
      pivot: { code: 'I10', codeSystem: '1.3.6.1.4.1.12559.11.10.1.3.1.44.2', display: 'Essential (primary) hypertension' },
      national: { code: 'I10.9', codeSystem: '1.2.752.116.1.1.1.1.3', display: 'Essentiell hypertoni' }, text: 'Essentiell hypertoni',
    });
  });

  it('is empty for a document without sections', () => {
    expect(summaryContent({ header: [], sections: [], findings: [] })).toEqual({
      medications: [], allergies: [], problems: [], pastIllness: [], immunizations: [], pregnancy: { outcomes: [], earlierDates: [] }, functionalStatus: [], bloodGroups: [], absences: {},
    });
  });
});
