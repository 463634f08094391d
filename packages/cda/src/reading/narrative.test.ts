import { describe, expect, it } from '@jest/globals';
import { parseXml, utf8 } from '@ncp/xml';
import { narrativeLines } from './narrative.js';

const lines = (inner: string): readonly string[] => narrativeLines(parseXml(utf8(`<text xmlns="urn:hl7-org:v3">${inner}</text>`)));

describe('narrativeLines', () => {
  it('makes one blank of all white space, and leaves words alone', () => {
    expect(lines('<paragraph>\n  one \t two\u00a0three  four\tfive six\n</paragraph>')).toEqual(['one two three four five six']);
    expect(lines('<paragraph> \n\t </paragraph>')).toEqual([]);
  });

  it('has a line for each block that holds no other, and cells apart', () => {
    expect(lines('before<list><item>a</item><item>b<br/>c</item></list><table><tr><td>x</td><td/><td>y</td></tr></table>after')).toEqual(['before', 'a', 'b', 'c', 'x | | y', 'after']);
  });
});
