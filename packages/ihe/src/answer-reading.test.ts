import { describe, expect, it } from '@jest/globals';
import { utf8 } from '@ncp/xml';
import {
  listOutcome, pairEntries, retrieveOutcome, submissionOutcome,
  type ReceivedDocuments, type ReceivedEntry, type ReceivedError, type ReceivedList, type ResponseStatus,
} from './index.js';

const error = (code: string, severity: 'error' | 'warning' = 'error'): ReceivedError => ({ code, sent: code, severity, context: '' });
const entry = (id: string, uniqueId?: string, pdf = false): ReceivedEntry => ({
  id, events: [], missing: [], format: pdf ? 'urn:ihe:iti:xds-sd:pdf:2008' : 'urn:epsos:ep:pre:2010', ...(uniqueId === undefined ? {} : { uniqueId }),
});

const list = (status: ResponseStatus, errors: readonly ReceivedError[], entries: readonly ReceivedEntry[] = []): ReceivedList => ({
  status, errors, entries, associations: [],
});

describe('what a list means', () => {
  it.each<[string, ReceivedList, string, string | undefined]>([
    ['entries', list('Success', [], [entry('a')]), 'entries', undefined],
    ['entries beside a warning', list('Success', [error('WARNING_EP_GENERIC', 'warning')], [entry('a')]), 'entries', undefined],
    ['entries beside a transformation error', list('PartialSuccess', [error('4503')], [entry('a')]), 'entries', undefined],
    ['an empty success', list('Success', []), 'none', undefined],
    ['1101 as OpenNCP says it', list('Failure', [error('1101', 'warning')]), 'none', '1101'],
    ['1101 as we say it', list('Success', [error('1101', 'warning')]), 'none', '1101'],
    ['1102 as an error', list('Failure', [error('1102')]), 'none', '1102'],
    ['no consent', list('Failure', [error('4701')]), 'refused', '4701'],
    ['an error beside entries', list('Success', [error('4701')], [entry('a')]), 'refused', '4701'],
    ['an unreachable registry as a mere warning', list('Failure', [error('4103', 'warning')]), 'refused', '4103'],
    ['a failure without reason', list('Failure', []), 'refused', undefined],
  ])('%s', (_title, received, kind, code) => {
    const outcome = listOutcome(received);
    expect(outcome.kind).toBe(kind);
    const told = outcome.kind === 'none' ? outcome.notice : outcome.kind === 'refused' ? outcome.error : undefined;
    expect(told?.code).toBe(code);
  });
});

describe('what a retrieved answer means', () => {
  const document = { repositoryId: '1', documentId: '1.2^3', mimeType: 'text/xml', bytes: utf8('x') };
  const answer = (status: ResponseStatus, errors: readonly ReceivedError[], documents = [document]): ReceivedDocuments => ({ status, errors, documents });

  it.each<[string, ReceivedDocuments, string, string | undefined]>([
    ['a document', answer('Success', []), 'document', undefined],
    ['a document with a warning', answer('PartialSuccess', [error('2504', 'warning')]), 'document', undefined],
    ['a document beside an error', answer('Success', [error('4503')]), 'withheld', '4503'],
    ['nothing, said to be a success', answer('Success', [], []), 'missing', undefined],
    ['nothing, with the reason', answer('PartialSuccess', [error('2504', 'warning'), error('4701')], []), 'missing', '4701'],
    ['another document', answer('Success', [], [{ ...document, documentId: '1.2^4' }]), 'missing', undefined],
  ])('%s', (_title, received, kind, code) => {
    const outcome = retrieveOutcome(received, '1.2^3');
    expect(outcome.kind).toBe(kind);
    expect(outcome.kind === 'document' ? undefined : outcome.error?.code).toBe(code);
  });
});

describe('what the answer to a submission means', () => {
  it.each<[string, ResponseStatus, readonly ReceivedError[], string]>([
    ['success', 'Success', [], 'recorded'],
    ['success with a warning', 'Success', [error('WARNING_ED_GENERIC', 'warning')], 'recorded'],
    ['success with an error', 'Success', [error('4106')], 'refused'],
    ['partial success', 'PartialSuccess', [], 'refused'],
    ['2201', 'Failure', [error('2201')], 'pending'],
    ['2201 beside another', 'Failure', [error('ERROR_ED_GENERIC'), error('2201')], 'pending'],
    ['already dispensed', 'Failure', [error('4106')], 'refused'],
    ['a failure without reason', 'Failure', [], 'refused'],
  ])('%s', (_title, status, errors, kind) => {
    expect(submissionOutcome({ status, errors }).kind).toBe(kind);
  });
});

const pairs = (entries: readonly ReceivedEntry[], associations: ReceivedList['associations'] = []): readonly (readonly (string | undefined)[])[] =>
  pairEntries({ entries, associations }).map(({ coded, pdf }) => [coded?.id, pdf?.id]);

describe('bringing the two forms of a document together', () => {
  it.each([[{ source: 'p', target: 'x' }], [{ source: 'x', target: 'p' }]])('by association in either direction', (association) => {
    expect(pairs([entry('x', '1^a'), entry('p', '2^b', true)], [association])).toEqual([['x', 'p']]);
  });

  it.each([['.L3', '.L1'], ['L3', 'L1'], ['.XML', '.PDF']])('by ids that differ only in %s and %s', (coded, pdf) => {
    expect(pairs([entry('x', `1^a${coded}`), entry('y', `1^b${coded}`), entry('q', `1^b${pdf}`, true), entry('p', `1^a${pdf}`, true)])).toEqual(
      [['x', 'p'], ['y', 'q']]);
  });

  it('by a root that nothing else has', () => {
    expect(pairs([entry('x', '1.1^a'), entry('y', '1.2^a'), entry('p', '1.1^b', true)])).toEqual([['x', 'p'], ['y', undefined]]);
  });

  it('never guesses between several', () => {
    expect(pairs([entry('x', '1^a'), entry('y', '1^b'), entry('p', '1^c', true)])).toEqual([['x', undefined], ['y', undefined], [undefined, 'p']]);
  });

  it('leaves what has no partner, and no id, alone', () => {
    expect(pairs([entry('x'), entry('p', undefined, true)])).toEqual([['x', undefined], [undefined, 'p']]);
  });
});
