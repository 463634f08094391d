import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { isTokenUri, readTokenUri } from './token-uri.js';

const judged = (uri: string): unknown => {
  try {
    return readTokenUri('seal', uri);
  } catch (error) {
    return error instanceof NcpError ? error.details['reason'] : error;
  }
};

describe('the URI of a key in a token', () => {
  it.each([
    ['pkcs11:token=a;object=b?module-path=/m&pin-source=/run/pin', '/run/pin'], ['pkcs11:token=a;object=b;type=private?module-path=/m&pin-source=file:/run/pin', '/run/pin'], [' pkcs11:object=b;;token=a?pin-source=/run/pin&module-path=/m\n', '/run/pin'],
  ])('is read: %j', (uri, pinFile) => {
    expect([isTokenUri(uri), judged(uri)]).toEqual([true, { module: '/m', token: 'a', label: 'b', pinFile }]);
  });

  it.each([
    ['pkcs11:object=b?module-path=/m&pin-source=/p', 'token-uri'], ['pkcs11:token=a?module-path=/m&pin-source=/p', 'token-uri'], ['pkcs11:token=a;object=b?pin-source=/p', 'token-uri'], ['pkcs11:token=a;object=b?module-path=/m', 'token-uri'],
    ['pkcs11:token=a;object=b', 'token-uri'], ['pkcs11:', 'token-uri'], ['pkcs11:token=a;object=b;type=public?module-path=/m&pin-source=/p', 'token-uri'], ['pkcs11:token=a;object=b;id=1?module-path=/m&pin-source=/p', 'token-uri'],
    ['pkcs11:token=a;object=b?module-path=/m&pin-source=/p&module-name=n', 'token-uri'], ['pkcs11:token=%zz;object=b?module-path=/m&pin-source=/p', 'token-uri'], ['pkcs11:token=a;object=b?module-path=/m&pin-source=/p&pin-value=1', 'pin-in-configuration'],
  ])('is refused: %s', (uri, reason) => {
    expect(judged(uri)).toBe(reason);
  });

  it('is told from a key', () => {
    expect(['-----BEGIN PRIVATE KEY-----', 'x pkcs11:', ''].map(isTokenUri)).toEqual([false, false, false]);
  });
});
