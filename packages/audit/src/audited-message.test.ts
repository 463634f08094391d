import { describe, expect, it } from '@jest/globals';
import { instant } from '@ncp/domain';
import { element, hex, NS, parseOwn, serialiseXml, sha256, text, type XmlElement } from '@ncp/xml';
import { auditedMessage, MAX_HEADER_BYTES } from './audited-message.js';
import { auditEventFor, readAuditEvent } from './index.js';

const security = (content: string): XmlElement => element(NS.wsse, 'Security', {}, content);
const header = (...blocks: readonly XmlElement[]): XmlElement => element(NS.soap, 'Header', {}, blocks);
const junk = (bytes: number): XmlElement => element('urn:x', 'junk', {}, 'A'.repeat(bytes));
const stored = (of: XmlElement | undefined): string => text(auditedMessage('urn:uuid:1', of).securityHeader ?? new Uint8Array());

describe('what an event keeps of a message of others', () => {
  it('AUD-06 keeps the whole header up to the limit, to the byte', () => {
    const empty = serialiseXml(header(security('x'), junk(0))).length;
    // An empty element is written short: its end tag comes with its content.
    const end = '</junk>'.length - '/'.length;
    const full = header(security('x'), junk(MAX_HEADER_BYTES - empty - end));
    expect(serialiseXml(full).length).toBe(MAX_HEADER_BYTES);
    expect(stored(full)).toBe(text(serialiseXml(full)));
    expect(stored(header(security('x'), junk(MAX_HEADER_BYTES - empty - end + 1)))).toBe(text(serialiseXml(security('x'))));
    expect(auditedMessage('urn:uuid:1', undefined)).toEqual({ id: 'urn:uuid:1' });
  });

  it('AUD-06 of what is too large it keeps the hash, under a name of its own, so that the event can be read and signed', () => {
    for (const large of [header(junk(8_000_000)), header(security('A'.repeat(8_000_000)))]) {
      const request = auditedMessage('urn:uuid:1', large);
      expect(request).toEqual({ id: 'urn:uuid:1', headerHash: hex(sha256(serialiseXml(large))) });
      const gateway = { commonName: 'ncp', address: '127.0.0.1' };
      const event = auditEventFor({ side: 'A', service: 'retrieve-prescriptions', time: instant('2026-06-12T12:00:00Z'), outcome: 0, sourceId: 'SE-AB', consumer: gateway, provider: gateway, request, patient: '1^^^&2&ISO' });
      expect(event.xml.length).toBeLessThan(4_096);
      expect([readAuditEvent(event.xml).patients, parseOwn(event.xml).local]).toEqual([['1^^^&2&ISO'], 'AuditMessage']);
      expect(text(event.xml)).toContain(`type="securityheader-sha256" value="${btoa(request.headerHash ?? '')}"`);
      expect(text(event.xml)).not.toContain('type="securityheader"');
    }
  });
});
