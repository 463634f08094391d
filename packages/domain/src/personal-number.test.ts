import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { birthDateOf, calendarDate, genderOf, holdsPersonalNumber, kindOf, parsePersonalNumber } from './index.js';

const TODAY = calendarDate('2026-06-12');
const read = (text: string, today = TODAY) => parsePersonalNumber(text, today);
const number = (text: string, today = TODAY): string | undefined => {
  const parsed = read(text, today);
  return parsed.ok ? parsed.value.number : undefined;
};

/** Reference check digit, written differently from the product: sum of digit sums of the products. */
const withCheckDigit = (nine: string): string => {
  const sum = [...nine].map((digit, index) => String(Number(digit) * (index % 2 === 0 ? 2 : 1))).join('');
  const total = [...sum].reduce((all, digit) => all + Number(digit), 0);
  return `${nine}${String((10 - (total % 10)) % 10)}`;
};

describe('personal numbers', () => {
  it('accepts the published test numbers in every usual writing', () => {
    for (const text of ['199008202385', '19900820-2385', '900820-2385', '9008202385', ' 19900820 2385 ', '19900820 - 2385']) {
      expect(read(text)).toEqual({ ok: true, value: { kind: 'personnummer', number: '199008202385' } });
    }
    for (const text of ['197908089274', '199306272387', '194501103297', '201603212398', '191212121212']) {
      expect(number(text)).toBe(text);
    }
  });

  it('IHE-02 refuses a bad check digit, shape or calendar day', () => {
    for (const text of ['199008202386', '199013202385', '199002302385', '19900820238', '1990082023855', '19900820238A', '', '1990-08-20-2385', '900820+-2385']) {
      expect(read(text)).toEqual({ ok: false, error: 'NCP_PI_FORMAT' });
    }
  });

  it('finds a number that stands in another text, however it is spelt, and takes no case number for one', () => {
    for (const text of ['199008202385', '900820-2385', 'D 900820-2385', 'Dnr 12/19900820-2385', '1990-08-20-2385', '1990_08_20.2385', 'x900820+2385y', '900820 2385/3', 'nr 197010632391', '2026/900820/2385']) {
      expect([text, holdsPersonalNumber(text, TODAY)]).toEqual([text, true]);
    }
    for (const text of ['', 'Dnr 12/2026', 'D 1/26', '2026-06-12', 'INC0012345', '199008202386', '19900820', '900820-x2385']) expect([text, holdsPersonalNumber(text, TODAY)]).toEqual([text, false]);
  });

  it('refuses a day that has not come and a century before 1800', () => {
    const tomorrow = `20260613${withCheckDigit('260613238').slice(6)}`;
    expect(number(tomorrow)).toBeUndefined();
    expect(number(tomorrow, calendarDate('2026-06-13'))).toBe(tomorrow);
    expect(number('171212121212')).toBeUndefined();
  });

  it('takes a short number whose day is today as newborn', () => {
    const today = withCheckDigit('260612238');
    expect(number(today)).toBe(`20${today}`);
  });

  it('lets the sign decide the century', () => {
    expect(number('121212-1212')).toBe('201212121212');
    expect(number('121212+1212')).toBe('191212121212');
    expect(number('121212+1212', calendarDate('2011-01-01'))).toBe('181212121212');
    expect(number('900820+2385')).toBe('189008202385');
    const born1926 = withCheckDigit('260101238');
    expect(number(`${born1926.slice(0, 6)}+${born1926.slice(6)}`)).toBe(`19${born1926}`);
    expect(number(`${born1926.slice(0, 6)}-${born1926.slice(6)}`)).toBe(`20${born1926}`);
    const born1926December = withCheckDigit('261201238');
    expect(number(`${born1926December.slice(0, 6)}-${born1926December.slice(6)}`)).toBe(`19${born1926December}`);
  });

  it('IHE-03 recognises coordination numbers and derives nothing from them', () => {
    const parsed = read('197010632391');
    expect(parsed).toEqual({ ok: true, value: { kind: 'samordningsnummer', number: '197010632391' } });
    if (!parsed.ok) return;
    expect(kindOf(parsed.value.number)).toBe('samordningsnummer');
    expect(genderOf(parsed.value.number)).toBeUndefined();
    expect(birthDateOf(parsed.value.number)).toBeUndefined();
  });

  it('derives sex and birth date from a personnummer', () => {
    const alma = read('199008202385');
    const bjorn = read('197908089274');
    if (!alma.ok || !bjorn.ok) throw new Error('test numbers are valid');
    expect([genderOf(alma.value.number), genderOf(bjorn.value.number)]).toEqual(['F', 'M']);
    expect(birthDateOf(alma.value.number)).toBe('1990-08-20');
    expect(kindOf(alma.value.number)).toBe('personnummer');
  });

  it('accepts exactly one check digit for every day and serial, and the short form means the same person', () => {
    const days = fc.integer({ min: 0, max: 36_000 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 999 }), (offset, serial) => {
        const date = new Date(Date.UTC(1927, 5, 13) + offset * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
        const ten = withCheckDigit(`${date.slice(2)}${String(serial).padStart(3, '0')}`);
        const accepted = [...'0123456789'].filter((digit) => number(`${date}${ten.slice(6, 9)}${digit}`) !== undefined);
        expect(accepted).toEqual([ten.slice(9)]);
        expect(number(`${ten.slice(0, 6)}-${ten.slice(6)}`)).toBe(`${date.slice(0, 2)}${ten}`);
      }),
      { numRuns: 200 },
    );
  });
});
