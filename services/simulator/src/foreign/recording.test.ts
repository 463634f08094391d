import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpAnswer, HttpRequest } from '@ncp/exchange';
import { keeper } from './keep.js';
import { recorder, replayUnit } from './recording.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ncp-recording-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

describe('a recorded unit', () => {
  const record = (): void => {
    const { onMessage, save } = recorder(folder);
    onMessage('ITI-38', 'request', { contentType: 'application/soap+xml', body: bytes('<a/>') });
    onMessage('ITI-38', 'response', { contentType: 'application/soap+xml', body: bytes('<b/>') });
    onMessage('ITI-39', 'request', { contentType: 'application/soap+xml; action="x"', body: bytes('<c/>') });
    onMessage('ITI-39', 'response', { contentType: 'multipart/related', body: bytes('--') });
    save();
  };

  it('is asked again in its order, byte for byte', async () => {
    record();
    const asked: HttpRequest[] = [];
    const request = (one: HttpRequest): Promise<HttpAnswer> => {
      asked.push(one);
      return Promise.resolve({ status: 200, headers: {}, body: bytes('') });
    };
    await replayUnit(folder, 'https://127.0.0.1:1/', { request }).run();
    expect(asked.map(({ headers, body }) => [headers['x-exchange'], headers['content-type'], new TextDecoder().decode(body)])).toEqual([
      ['0', 'application/soap+xml', '<a/>'], ['1', 'application/soap+xml; action="x"', '<c/>'],
    ]);
  });

  it('fails when it is not answered well', async () => {
    record();
    await expect(replayUnit(folder, 'https://127.0.0.1:1/', { request: () => Promise.resolve({ status: 503, headers: {}, body: bytes('') }) }).run()).rejects.toThrow('status 503');
  });
});

describe('keeper', () => {
  it('numbers messages by exchange, keeps multipart as MIME and documents apart', () => {
    const keep = keeper(folder);
    keep.message('ITI-38', 'request', { contentType: 'application/soap+xml', body: bytes('<a/>') });
    keep.message('ITI-38', 'response', { contentType: 'application/soap+xml', body: bytes('<b/>') });
    keep.message('ITI-39', 'request', { contentType: 'application/soap+xml', body: bytes('<c/>') });
    keep.message('ITI-39', 'response', { contentType: 'multipart/related; boundary="x"', body: bytes('--x') });
    expect(readdirSync(join(folder, 'messages'))).toEqual(['01-ITI-38-request.xml', '01-ITI-38-response.xml', '02-ITI-39-request.xml', '02-ITI-39-response.mime']);
    expect(readFileSync(join(folder, 'messages', '02-ITI-39-response.mime'), 'latin1')).toBe('MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x');
    expect(keep.document('eDispensation-L3', bytes('<d/>'))).toBe(join(folder, 'documents', 'eDispensation-L3.xml'));
  });
});
