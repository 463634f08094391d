import { FORMAT_CODES } from '@ncp/domain';
import type { ReceivedEntry, ReceivedList } from './adhoc-response-decoding.js';
import { isTransformationCode, meansNothingRegistered } from './received-codes.js';
import type { ReceivedError, RegistryAnswer } from './registry-response.js';
import type { ReceivedDocument, ReceivedDocuments } from './retrieve.js';

/** What a peer's answer means to NCP-B (decisions D21, D26, D73; wire-contract 2.5-2.7). */

export type ListOutcome =
  | { readonly kind: 'entries'; readonly entries: readonly ReceivedEntry[]; readonly warnings: readonly ReceivedError[] }
  | { readonly kind: 'none'; readonly notice?: ReceivedError }
  | { readonly kind: 'refused'; readonly error?: ReceivedError };

const firstError = (errors: readonly ReceivedError[]): ReceivedError | undefined => errors.find(({ severity }) => severity === 'error');

/** 110x of any severity and status means none; then an error decides, but not one of the transformation; then the status. */
export const listOutcome = (list: ReceivedList): ListOutcome => {
  const notice = list.errors.find(({ code }) => meansNothingRegistered(code));
  if (notice !== undefined) return { kind: 'none', notice };
  const error = firstError(list.errors.filter(({ code }) => !isTransformationCode(code)));
  if (error !== undefined) return { kind: 'refused', error };
  if (list.status === 'Failure') {
    const [first] = list.errors;
    return { kind: 'refused', ...(first === undefined ? {} : { error: first }) };
  }
  return list.entries.length === 0 ? { kind: 'none' } : { kind: 'entries', entries: list.entries, warnings: list.errors };
};

export type RetrieveOutcome =
  | { readonly kind: 'document'; readonly document: ReceivedDocument; readonly warnings: readonly ReceivedError[] }
  /** There is a document, and beside it the reason why it must not be shown (decisions UC-B3 5). */
  | { readonly kind: 'withheld'; readonly error: ReceivedError }
  /** Failure whatever the status says. */
  | { readonly kind: 'missing'; readonly error?: ReceivedError };

/** The one document that was asked for; an answer about another document is no answer. */
export const retrieveOutcome = (answer: ReceivedDocuments, documentId: string): RetrieveOutcome => {
  const error = firstError(answer.errors);
  const document = answer.documents.find((one) => one.documentId === documentId);
  if (document === undefined) {
    const told = error ?? answer.errors[0];
    return { kind: 'missing', ...(told === undefined ? {} : { error: told }) };
  }
  return error === undefined ? { kind: 'document', document, warnings: answer.errors } : { kind: 'withheld', error };
};

export type SubmissionOutcome =
  | { readonly kind: 'recorded'; readonly warnings: readonly ReceivedError[] }
  /** 2201: received, outcome not known yet; send the same document again (decisions D53). */
  | { readonly kind: 'pending'; readonly error: ReceivedError }
  | { readonly kind: 'refused'; readonly error?: ReceivedError };

/** Recorded only when the status says so and no error contradicts it. */
export const submissionOutcome = (answer: RegistryAnswer): SubmissionOutcome => {
  const pending = answer.errors.find(({ code }) => code === '2201');
  if (pending !== undefined) return { kind: 'pending', error: pending };
  const error = firstError(answer.errors);
  if (answer.status === 'Success' && error === undefined) return { kind: 'recorded', warnings: answer.errors };
  const told = error ?? answer.errors[0];
  return { kind: 'refused', ...(told === undefined ? {} : { error: told }) };
};

/** One document in its two forms; one of them may be absent. */
export interface DocumentPair {
  readonly coded?: ReceivedEntry;
  readonly pdf?: ReceivedEntry;
}

/**
 * Brings the coded and the PDF form of each document together: by association in either direction, else by unique
 * ids that differ only in their ending, else by their root when nothing else has it (wire-contract 2.5). Never guesses.
 */
export const pairEntries = (list: Pick<ReceivedList, 'entries' | 'associations'>): readonly DocumentPair[] => {
  const coded = list.entries.filter((entry) => entry.format !== FORMAT_CODES.pdf);
  const free = new Set(list.entries.filter((entry) => entry.format === FORMAT_CODES.pdf));
  const partner = new Map<ReceivedEntry, ReceivedEntry>();
  const rules: readonly ((entry: ReceivedEntry, pdf: ReceivedEntry) => boolean)[] = [
    (entry, pdf) => list.associations.some(({ source, target }) =>
      (source === pdf.id && target === entry.id) || (source === entry.id && target === pdf.id)),
    (entry, pdf) => sameText(stem(entry), stem(pdf)),
    (entry, pdf) => sameText(root(entry), root(pdf)),
  ];
  for (const rule of rules) {
    const open = coded.filter((entry) => !partner.has(entry));
    const matches = open.map((entry) => [...free].filter((pdf) => rule(entry, pdf)));
    open.forEach((entry, index) => {
      const [pdf, another] = matches[index] ?? [];
      const claimed = pdf === undefined ? 0 : matches.filter((list) => list.includes(pdf)).length;
      if (pdf === undefined || another !== undefined || claimed !== 1) return;
      partner.set(entry, pdf);
      free.delete(pdf);
    });
  }
  return [
    ...coded.map((entry) => {
      const pdf = partner.get(entry);
      return { coded: entry, ...(pdf === undefined ? {} : { pdf }) };
    }),
    ...[...free].map((pdf) => ({ pdf })),
  ];
};

const sameText = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b;

/** Endings seen for the two forms: `.L3`, `L3`, `.XML` and their counterparts. */
const stem = (entry: ReceivedEntry): string | undefined => entry.uniqueId?.replace(/\.?(?:L[13]|XML|PDF)$/i, '');

const root = (entry: ReceivedEntry): string | undefined => entry.uniqueId?.split('^')[0];
