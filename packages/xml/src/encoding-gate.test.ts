import { describe, expect, it } from '@jest/globals';
import { isNcpError, type NcpErrorCode } from '@ncp/domain';
import { parseXml, utf8 } from './index.js';

const codeOf = (source: string): NcpErrorCode | undefined => {
  try {
    parseXml(utf8(source));
    return undefined;
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return error.code;
  }
};

describe('the declaration of a document', () => {
  it.each([' ', '\t', '\n', '\r', ' \r\n\t'])('XML-21 XML-25 is read through white space of every kind: %j', (space) => {
    expect(codeOf(`<?xml${space}version${space}=${space}'1.0'${space}encoding${space}=${space}"utf-8"${space}?><a/>`)).toBeUndefined();
    expect(codeOf(`<?xml${space}version="1.0"${space}encoding${space}=${space}"ISO-8859-1"?><a/>`)).toBe('NCP_XML_ENCODING');
    expect(codeOf(`<?xml${space}version${space}=${space}'1.1'?><a/>`)).toBe('NCP_XML_VERSION');
  });

  it.each([
    '<?xml ', '<?xml version', '<?xml version=', '<?xml version="1.0', '<?xml version="1.0"', '<?xml version="1.0" encoding?><a/>', '<?xml version=1.0?><a/>', '<?xml version "1.0"?><a/>',
    '<?xml version="1.0"encoding="utf-8"?><a/>', '<?xml ="1.0"?><a/>', `<?xml version="1.0" encoding='utf-8" ?><a/>`, '<?xml version="1.0" ?',
  ])('is refused where it is none: %j', (source) => { expect(codeOf(source)).toBe('NCP_XML_NOT_WELL_FORMED'); });

  it('hides no encoding in the value of another', () => {
    expect(codeOf(`<?xml version="1.0' encoding='latin1"?><a/>`)).toBe('NCP_XML_VERSION');
    expect(codeOf(`<?xml version="1.0" standalone="' encoding='utf-8"?><a/>`)).toBe('NCP_XML_NOT_WELL_FORMED');
  });

  it('has an end within 512 bytes', () => {
    const spaces = (count: number): string => `<?xml version="1.0"${' '.repeat(count - '<?xml version="1.0"?>'.length)}?><a/>`;
    expect([codeOf(spaces(512)), codeOf(spaces(513))]).toEqual([undefined, 'NCP_XML_NOT_WELL_FORMED']);
  });

  it('is no instruction of another name', () => {
    expect(codeOf('<?xml-stylesheet href="x" encoding="latin1"?><a/>')).toBeUndefined();
  });

  it('XML-22 a zero among the first four bytes is another encoding, a later one no character', () => {
    expect([0, 1, 2, 3].map((at) => codeOf('<ab/>'.slice(0, at) + '\0' + '<ab/>'.slice(at + 1)))).toEqual(['NCP_XML_ENCODING', 'NCP_XML_ENCODING', 'NCP_XML_ENCODING', 'NCP_XML_ENCODING']);
    expect(codeOf('<ab>\0</ab>')).toBe('NCP_XML_NOT_WELL_FORMED');
  });
});
