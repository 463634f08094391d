import type { TextsLike } from '@ncp/web';
import type { ordersSv } from './orders-sv.js';

/** The same words in English. */
export const ordersEn: TextsLike<typeof ordersSv> = {
  open: { outward: 'Dispensations that other countries are to be told of', inward: 'Dispensations whose effect on the medication list is unknown', conflict: 'Open conflicts' },
  counts: 'All dispensations by state and age', since: 'Since', next: 'Next attempt', pharmacy: 'Pharmacy (GLN)', exchange: 'Exchange', attempts: 'Attempts', act: 'Show and act', ordered: 'Order under way', none: 'Nothing waits.', more: (count: number) => `The ${String(count)} oldest are shown.`,
  title: { outward: 'A dispensation for another country', inward: 'A dispensation of unknown effect', conflict: 'A conflict' },
  nothing: 'Nothing can be done here now.', role: 'The role operator is needed to do anything here.',
  otherwise: 'If nobody acts',
  ifNobody: {
    outward: {
      people: 'The other country does not know for certain what was handed over, and the pharmacy hears nothing.',
      professional: 'Nothing is sent before a pharmacist of the pharmacy has released it. After a day it comes to operations.',
      waiting: 'It is sent again by itself, and comes to operations when a day has passed without an answer.',
      settled: 'Nothing more happens.',
    },
    inward: 'The medication list is asked again and again by itself. Meanwhile the prescription is not offered abroad.',
    conflict: 'The prescription is not offered abroad while the conflict is open.',
    conflictOutward: 'The other country does not know what was handed over here.',
    settled: 'Nothing more happens.',
  },
  actions: { retry: 'Try now', reconcile: 'Reconcile', close: 'Close with a note' },
  closeAs: { 'recorded': 'Close: the dispensation is recorded there', 'not-recorded': 'Close: the dispensation is not recorded there' },
  closeDiscardAs: { 'recorded': 'Close: the dispensation stands there', 'not-recorded': 'Close: the dispensation is taken back there' },
  will: {
    outward: {
      retry: 'The same document is sent to the country now, under the same id. If the sign-in that it was sent with has ended, a pharmacist of the pharmacy must release it first.',
      reconcile: 'The same document is sent once more to learn the outcome, if the sign-in that it was sent with is still good. Otherwise nothing is done.',
      recorded: 'The dispensation counts as recorded, on your word. The pharmacy is told that operations found it out, and may hand over the medicine.',
      'not-recorded': 'The dispensation counts as not recorded, on your word. The pharmacy is told, and is not to hand over the medicine. If it was handed over already, it becomes a conflict.',
      discardRecorded: 'The discard is closed: the dispensation stands in the country, on your word.',
      discardDone: 'The discard is closed: the dispensation is taken back in the country, on your word.',
    },
    inward: {
      retry: 'The medication list is asked first. Where the dispensation is absent it is registered now, under the same key; where it is there it is confirmed.',
      reconcile: 'The medication list is asked. Where the dispensation is there it is confirmed; nothing is registered.',
      close: 'The medication list is asked first. Where the dispensation is absent it is closed, the country is told no if it asks again, and what was handed over is kept as a conflict. If the list does not answer nothing is done.',
    },
    conflict: {
      reconcile: 'The medication list is asked how the dispensation stands there. Nothing is changed.',
      closeOutward: 'The conflict is closed with your note. Do it only when the other country knows what was handed over.',
      close: 'The conflict is closed with your note. The prescription may be offered abroad again. Do it only when the medication list is mended.',
    },
  },
  note: 'Why, in a few words. Nothing about the patient: the note is kept with your name.', noteLabel: 'Note',
  noteMissing: 'The note is missing or too long (at most 500 characters).', noteOfPerson: 'The note holds a personal number. Write why, without anything about a person.', already: 'Something is ordered about this row already.', given: 'Ordered.', gone: 'The row is no longer there.',
  orders: 'What was ordered', order: 'An order', who: 'Who', when: 'When', what: 'What', why: 'Why', became: 'Outcome', noOrders: 'Nothing yet.', back: 'To the dispensations',
  status: { ordered: 'ordered', begun: 'under way', done: 'done', overtaken: 'nothing was done: the row had moved on', refused: 'nothing was done' },
  stands: { 'yes': 'the dispensation is in the medication list', 'no': 'the dispensation is not in the medication list', 'taken-back': 'the dispensation is taken back in the medication list', 'twice': 'the dispensation is in the medication list twice', 'not-known': 'the medication list did not answer' },
  reasons: {
    'young': 'the row is younger than an hour', 'later-dispensation': 'the prescription was dispensed again since', 'assertion-ended': 'the sign-in that it was sent with has ended', 'list-silent': 'the medication list did not answer',
    'unknown-row': 'there is no such row', 'not-allowed': 'it cannot be done in this state',
  },
  now: 'State now', comparison: 'Last comparison of everything', never: 'Not done yet.', compared: (inward: number, outward: number, differences: number) => `${String(inward)} Swedish prescriptions abroad and ${String(outward)} dispensations in Sweden compared, ${String(differences)} differences.`, compareNow: 'Compare everything now',
  compareWill: 'Every dispensation is compared with the medication list and with what the countries answered. Nothing is changed.',
  kinds: {
    'missing': 'is not in the medication list', 'double': 'is in the medication list twice', 'taken-back': 'is taken back in the medication list', 'unexpected': 'is in the medication list though we refused it', 'unanswered': 'the medication list did not answer',
    'unacknowledged': 'the other side was not told, or has not said so', 'unsettled': 'has been open for more than an hour',
  },
};
