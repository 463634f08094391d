import { NcpError, epochMs, parseInstant, type Instant } from '@ncp/domain';

/** xs:dateTime has seconds; a time without a zone means nothing between countries. */
const HAS_SECONDS = /T\d{2}:\d{2}:\d{2}/;

/** Reads a time of an assertion; undefined when it is not an instant with zone (RS SAML-09). */
export const instantIn = (text: string): Instant | undefined => {
  const parsed = parseInstant(text);
  return parsed.ok && HAS_SECONDS.test(text) ? parsed.value : undefined;
};

export const msIn = (text: string): number | undefined => {
  const found = instantIn(text);
  return found === undefined ? undefined : epochMs(found);
};

/** For a time that a check has already judged. @throws NcpError NCP_SAML_CONDITIONS */
export const requireInstant = (text: string): Instant => {
  const found = instantIn(text);
  if (found === undefined) throw new NcpError('NCP_SAML_CONDITIONS');
  return found;
};

export const earlier = (a: Instant, b: Instant): Instant => (epochMs(a) <= epochMs(b) ? a : b);
