import { describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { codeOf } from '../fixtures/code-of.js';
import { parseXml, utf8 } from './index.js';

const codeFor = (source: string): NcpErrorCode | undefined => codeOf(() => parseXml(utf8(source)));

describe('the declaration of a document', () => {
  it.each([' ', '\t', '\n', '\r', ' \r\n\t'])('XML-21 XML-25 is read through white space of every kind: %j', (space) => {
    expect(codeFor(`<?xml${space}version${space}=${space}'1.0'${space}encoding${space}=${space}"utf-8"${space}?><a/>`)).toBeUndefined();
    expect(codeFor(`<?xml${space}version="1.0"${space}encoding${space}=${space}"ISO-8859-1"?><a/>`)).toBe('NCP_XML_ENCODING');
    expect(codeFor(`<?xml${space}version${space}=${space}'1.1'?><a/>`)).toBe('NCP_XML_VERSION');
  });

  it.each([
    '<?xml ', '<?xml version', '<?xml version=', '<?xml version="1.0', '<?xml version="1.0"', '<?xml version="1.0" encoding?><a/>', '<?xml version=1.0?><a/>', '<?xml version "1.0"?><a/>',
    '<?xml version="1.0"encoding="utf-8"?><a/>', '<?xml ="1.0"?><a/>', `<?xml version="1.0" encoding='utf-8" ?><a/>`, '<?xml version="1.0" ?',
  ])('is refused where it is none: %j', (source) => { expect(codeFor(source)).toBe('NCP_XML_NOT_WELL_FORMED'); });

  it('hides no encoding in the value of another', () => {
    expect(codeFor(`<?xml version="1.0' encoding='latin1"?><a/>`)).toBe('NCP_XML_VERSION');
    expect(codeFor(`<?xml version="1.0" standalone="' encoding='utf-8"?><a/>`)).toBe('NCP_XML_NOT_WELL_FORMED');
  });

  it('has an end within 512 bytes', () => {
    const spaces = (count: number): string => `<?xml version="1.0"${' '.repeat(count - '<?xml version="1.0"?>'.length)}?><a/>`;
    expect([codeFor(spaces(512)), codeFor(spaces(513))]).toEqual([undefined, 'NCP_XML_NOT_WELL_FORMED']);
  });

  it('is no instruction of another name', () => {
    expect(codeFor('<?xml-stylesheet href="x" encoding="latin1"?><a/>')).toBeUndefined();
  });

  it('XML-22 a zero among the first four bytes is another encoding, a later one no character', () => {
    expect([0, 1, 2, 3].map((at) => codeFor('<ab/>'.slice(0, at) + '\0' + '<ab/>'.slice(at + 1)))).toEqual(['NCP_XML_ENCODING', 'NCP_XML_ENCODING', 'NCP_XML_ENCODING', 'NCP_XML_ENCODING']);
    expect(codeFor('<ab>\0</ab>')).toBe('NCP_XML_NOT_WELL_FORMED');
  });
});
