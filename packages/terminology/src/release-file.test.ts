import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { decodeRelease, diffReleases, encodeRelease, STARTER_RELEASE } from './index.js';

const problemOf = (text: string): unknown => {
  try {
    decodeRelease(text);
    return undefined;
  } catch (error) {
    return isNcpError(error) && error.code === 'NCP_TERMINOLOGY_RELEASE' ? error.details['problem'] : error;
  }
};

describe('a release as a file', () => {
  it('comes back whole, and the same release gives the same bytes', () => {
    const text = encodeRelease(STARTER_RELEASE);
    const back = decodeRelease(text);
    const { valueSets, concepts, translations, mappings } = diffReleases(STARTER_RELEASE, back);
    expect([valueSets, concepts, translations, mappings].flatMap((changes) => Object.values(changes) as readonly (readonly unknown[])[]).flat()).toEqual([]);
    expect(back).toMatchObject({ id: STARTER_RELEASE.id, basis: STARTER_RELEASE.basis, bindings: STARTER_RELEASE.bindings, absences: STARTER_RELEASE.absences, systemAliases: STARTER_RELEASE.systemAliases });
    expect(encodeRelease(back)).toBe(text);
  });

  it('keeps a code that is a name of JavaScript', () => {
    const odd = { code: '__proto__', codeSystem: 'constructor' };
    const release = { ...STARTER_RELEASE, valueSets: [{ oid: '1.2', name: 'x', concepts: [odd] }], designations: [{ ...odd, language: 'en', text: 'Odd' } as const] };
    expect(decodeRelease(encodeRelease(release))).toMatchObject({ valueSets: release.valueSets, designations: release.designations });
  });

  it.each([
    ['', 'not JSON'], ['null', 'shape'], ['{}', 'format'], ['{"format":2}', 'format'], ['{"format":1}', 'valueSets'],
    [encodeRelease(STARTER_RELEASE).replace('"mappings":[{"field":"dose-form"', '"mappings":[{"field":"colour"'), 'field colour'],
    ...['__proto__', 'constructor', 'toString'].map((field) =>
      [encodeRelease(STARTER_RELEASE).replace('"mappings":[{"field":"dose-form"', `"mappings":[{"field":"${field}"`), `field ${field}`] as const),
    [encodeRelease(STARTER_RELEASE).replace('"texts":{"en":{', '"texts":{"fi":{'), 'shape'],
    [encodeRelease(STARTER_RELEASE).slice(0, -100), 'not JSON'],
  ])('is refused when it is another thing', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});
