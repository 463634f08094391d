import { randomUUID } from 'node:crypto';
import { hl7Utc, type Instant } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { rewritten, withAttributes, withIdentifier, type Identifier } from './rewrite.js';

export interface IdentificationFacts {
  /** Our home community and the sender's: bare OIDs. */
  readonly receiver: string;
  readonly sender: string;
  readonly now: Instant;
  /** For each livingSubjectId in turn what it becomes; one that is left out stays as it is. */
  readonly identifiers?: readonly Identifier[];
}

/** A request of ITI-55 as it would be sent now, to us, about a person of the sample world (wire-contract 2.2). */
export function refreshedIdentification(body: XmlElement, { receiver, sender, now, identifiers = [] }: IdentificationFacts): XmlElement {
  let subject = 0;
  return rewritten(body, (el, path) => {
    if (path === '/PRPA_IN201305UV02/id') return withIdentifier(el, { root: randomUUID(), extension: String(BigInt(`0x${randomUUID().slice(0, 8)}`)) });
    if (path === '/PRPA_IN201305UV02/creationTime') return withAttributes(el, { value: `${hl7Utc(now)}.000+0000` });
    if (path.endsWith('/device/id') || path.endsWith('/representedOrganization/id')) {
      return withIdentifier(el, { root: path.includes('/receiver/') ? receiver : sender });
    }
    if (!path.endsWith('/livingSubjectId/value')) return el;
    const identifier = identifiers[subject];
    subject += 1;
    return identifier === undefined ? el : withIdentifier(el, identifier);
  });
}
