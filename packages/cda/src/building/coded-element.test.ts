import { describe, expect, it } from '@jest/globals';
import { serialiseXml, text } from '@ncp/xml';
import { coded, codedElement, type CodedElement } from './coded-element.js';

const tablet = { code: '10219000', codeSystem: '0.4.0.127.0.16.1.1.2.1', display: 'Tablet' };
const written = (element: CodedElement): string =>
  text(serialiseXml(codedElement('formCode', element))).replace(' xmlns="urn:hl7-org:v3"', '');

describe('codedElement', () => {
  it('puts the English text outside and the Swedish inside', () => {
    expect(written(coded(tablet, { ...tablet, display: 'tablett' }))).toBe(
      '<formCode code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" codeSystemName="EDQM" displayName="Tablet">' +
      '<translation code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" codeSystemName="EDQM" displayName="tablett"/></formCode>');
  });

  it('writes no translation that says the same as the code, and none twice', () => {
    expect(written(coded(tablet, tablet))).not.toContain('translation');
    const swedish = { ...tablet, display: 'tablett' };
    expect(written(coded(tablet, swedish, swedish)).match(/<translation/g)).toHaveLength(1);
  });

  it('CDA-03 keeps the original of what could not be coded', () => {
    expect(written({ kind: 'null', nullFlavor: 'OTH', originalText: 'hemgjord kaka', originals: [] }))
      .toBe('<formCode nullFlavor="OTH"><originalText>hemgjord kaka</originalText></formCode>');
  });

  it('CDA-09 writes other null flavours without anything beside them', () => {
    expect(written({ kind: 'null', nullFlavor: 'UNK', originalText: 'x', originals: [tablet] })).toBe('<formCode nullFlavor="UNK"/>');
  });
});
