import type { Texts } from './catalogue.js';

/** Every word that the counter itself says, in English; the shape is the Swedish catalogue's. */
export const en: Texts = {
  code: 'en',
  app: {
    name: 'EU prescriptions', banner: 'Demonstration gateway; not connected to E-hälsomyndigheten', skip: 'Skip to the content',
    signOut: 'Sign out', language: 'Svenska', languageLabel: 'Change the language to Swedish', steps: 'Steps', newVisit: 'New patient', mine: 'Dispensations of the pharmacy',
    of: (now, all) => `Step ${now} of ${all}`, working: 'Working …', back: 'Back', next: 'Continue', required: 'required', optional: 'optional',
    newWindow: 'opens in a new tab', visit: 'Patient from', endVisit: 'End the visit', since: (time) => `since ${time}`, yes: 'Yes', no: 'No', unknown: 'Unknown',
    networkLost: 'No contact with the counter service. It is the pharmacy network or our service. Nothing new was sent; try again.',
    idleWarning: 'You will soon be signed out because nothing has happened for a while.', stay: 'Keep working',
  },
  steps: ['Country', 'Information', 'Identity', 'Confirm', 'Prescriptions', 'Review', 'Product', 'Dispense', 'Answer', 'Receipt'],
  signIn: {
    title: 'Sign in', lead: 'Dispense prescriptions from other EU countries.', button: 'Sign in with e-identification', ended: 'You are signed out. No patient data remain in the browser.',
    idle: 'You were signed out because nothing happened for 15 minutes. No patient data remain in the browser.', failed: 'Signing in was not completed. Begin again.',
    over: 'Your sign-in has ended. Sign in again; dispensations under way are still being sent.', unavailable: 'The sign-in service does not answer. Try again in a while.',
    done: 'Signed in', continue: 'Continue to the counter',
  },
  country: {
    title: 'Choose country', lead: 'Which country is the prescription from?', choose: (name) => `Choose ${name}`, state: 'State',
    answering: 'Answering', slow: 'Answering slowly', down: 'Not answering', unknown: 'Not tried yet', off: 'Switched off', median: (ms) => `usually ${ms} s`,
    downHint: 'The fault is the country\'s or on the way there. You may try all the same.', none: 'No countries are connected.',
    call: { identify: 'Search', query: 'List', retrieve: 'Fetch', submit: 'Report' },
  },
  information: {
    title: 'Information to the patient', lead: 'Read out or show the information before anything is asked for.', fromCountry: (name) => `Information from ${name}`, fromSweden: 'Information from Sweden',
    swedish: [
      'The pharmacy asks your home country for your prescriptions through the Swedish contact point for eHealth.',
      'Your identity and the data of the prescription are processed by the pharmacy and by the contact point so that the medicine can be dispensed. Access is logged and the log is kept.',
      'Your home country is told what was dispensed. You have the right to be given the data and to complain to the Swedish Authority for Privacy Protection.',
      'You pay the full price here. Keep the receipt if you want to claim it back at home.',
    ],
    more: 'Read more at the country', tick: 'The patient has been given the information', missing: 'Tick that the patient has been given the information before you go on.',
  },
  identify: {
    title: 'Identity', lead: (name) => `${name} asks for these data. Type them as they stand on the identity document.`, submit: (name) => `Search in ${name}`,
    asking: (name) => `Asking ${name} …`, errors: 'Correct this', document: 'Data of the prescription', gender: { M: 'Male', F: 'Female', UN: 'Undifferentiated' }, choose: 'Choose',
    dateHint: 'Write year-month-day, for instance 1985-03-15.', formatHint: (pattern) => `The format is ${pattern}`,
    rule: { required: 'must be filled in', format: 'does not have the right format', date: 'is a date, year-month-day', gender: 'is chosen from the list', long: 'is too long' },
  },
  confirm: {
    title: 'Confirm person', lead: (name) => `Compare the identity document with the answer of ${name}.`, several: (count) => `${count} persons match. Choose the one on the identity document.`,
    one: 'One person matches.', sent: 'You typed', received: 'The answer', differs: 'Differs', same: 'Same', notSent: 'not given', notReceived: 'missing in the answer', compare: 'Compare', choose: 'This person',
    candidate: (n) => `Person ${n}`, idDocument: 'A valid identity document was shown', informed: 'The patient is informed', difference: 'Why is it the right person all the same?',
    differenceHint: 'The data differ. Write in your own words how you checked it; it is kept in the log.', submit: 'Confirm the person',
    missing: { candidate: 'Choose a person.', idDocumentShown: 'Tick that an identity document was shown.', patientInformed: 'Tick that the patient is informed.', difference: 'Write why it is the right person all the same.' },
    again: 'Search again',
  },
  list: {
    title: 'Prescriptions', none: (name) => `${name} has no prescriptions to dispense for the patient.`, fetching: (name) => `Fetching the prescriptions from ${name} …`, written: 'Issued',
    author: 'Issuer', yes: 'Can be dispensed', no: 'Cannot be dispensed', ask: 'Must be judged', show: 'Review',
    unreadableCount: (count) => `${count} entries of the answer could not be read.`, unacknowledged: 'An earlier dispensation waits for its answer', unacknowledgedHint: 'Wait for the answer before you hand over anything new on the same prescription.',
    showWaiting: 'Show the dispensation', warnings: 'Warnings of the country', refresh: 'Fetch the list again', unnamed: 'Prescription without a name', listed: { atc: 'ATC', form: 'Dose form', strength: 'Strength', substitution: 'Substitution', other: 'In the list' },
  },
  prescription: {
    title: 'Review the prescription', swedish: 'Swedish', original: 'Original', mark: 'Mark', generated: 'Made by the service, not by the prescriber. Compare with the original.', generatedShort: 'Machine-made text', asOriginal: 'as in the original', inEnglish: 'in English',
    marks: { translated: 'Translated', mapped: 'Mapped', untranslated: 'Not translated', missing: 'Missing', 'as-written': 'As written' },
    pdf: 'The original as PDF', noPdf: 'The country sent no original as PDF.', findings: 'Findings on the document', noFindings: 'No findings on the document.', dispense: 'Choose product', late: 'Already handed over: record late',
    narrative: 'The document\'s own text', census: (translated, coded) => `${translated} of ${coded} codes have a Swedish text.`, fact: 'Fact',
    language: (code) => `in ${code}`, severity: { error: 'Error', warning: 'Warning', information: 'Information' }, loading: (name) => `Fetching the prescription from ${name} …`,
  },
  product: {
    title: 'Choose product', prescribed: 'Prescribed', suggestions: 'Proposals', suggestion: 'Proposal', suggestionHint: 'The proposals come from the product register. You choose and are responsible.', none: 'No proposals. Search by item number or name.',
    search: 'Search item number or name', searchButton: 'Search', results: 'Search results', noResults: 'Nothing in the product register matches.', choose: 'Choose', arithmetic: 'Arithmetic',
    same: 'Same substance, form and strength', size: 'Same substance, form and strength, another pack', strength: 'Other strength', varunummer: 'Item number', searching: 'Searching …',
    narcotic: 'Narcotics are never proposed; search yourself.',
  },
  dispense: {
    title: 'Dispense', product: 'Product', change: 'Change product', packages: 'Number of packs', packagesHint: (most) => `The prescription allows at most ${most}.`, lot: 'Lot number', lotHint: 'Scan or type it from the pack.',
    substituted: 'Another product than the prescribed one is handed over', check: 'Check', checking: 'Checking …', checks: 'Checks', none: 'The check shows no obstacle.', refuse: 'Obstacle', note: 'To consider', acknowledge: 'You must judge this', answerFor: (what) => `I have judged this: ${what}`, again: 'Check again', send: 'Send the dispensation',
    sending: 'Sending …', sendHint: 'Do not hand over the medicine before the country has recorded the dispensation.', errors: 'Correct this', fieldNames: { packages: 'Number of packs', lot: 'Lot number', handedOverAt: 'Time', reason: 'Reason' },
    nothing: 'Nothing is sent yet.',
  },
  delivery: {
    title: 'Answer', recorded: 'Recorded. Hand over.', recordedLate: 'Recorded late.', waiting: 'Waiting. Do not hand over yet.', waitingLate: 'Waiting to be recorded.', 'not-recorded': 'Not recorded. Do not hand over.',
    notRecordedLate: 'Not recorded. The medicine is handed over already.', 'taken-back': 'The dispensation is taken back. Do not hand over.', nextStep: 'What to do', nextAttempt: 'Next attempt', answer: 'Answer of the country', receipt: 'Receipt and label', where: 'Where is the fault?',
    us: 'With us in Sweden', them: (name) => `With ${name}`, network: 'On the way, in the network', nobody: 'No fault', live: 'The page updates itself.', refresh: 'Update', toList: 'Next prescription', exchange: 'Case',
    states: {
      QUEUED: 'Queued', SENDING: 'Being sent', PENDING: 'Sent, no answer yet', AWAITING_PROFESSIONAL: 'Waits for a pharmacist', RECORDED: 'Recorded', REFUSED: 'Refused', OPERATOR: 'With operations', DISCARD_QUEUED: 'Discard queued',
      DISCARD_SENDING: 'Discard being sent', DISCARD_PENDING: 'Discard sent, no answer yet', DISCARD_AWAITING_PROFESSIONAL: 'Discard waits for a pharmacist', DISCARD_OPERATOR: 'Discard with operations',
      DISCARDED: 'Taken back', DISCARD_REFUSED: 'Discard refused, the dispensation stands',
    },
  },
  receipt: {
    title: 'Receipt and label', receipt: 'Receipt', label: 'Label', print: 'Print', product: 'Medicine', packages: 'Packs', lot: 'Lot', recordedAt: 'Recorded', confirmedAt: 'Dispensed', dispensation: 'Id of the dispensation', prescription: 'Id of the prescription',
    pharmacy: 'Pharmacy', professional: 'Printed by', price: 'Without reimbursement. The patient pays the full price.', late: 'Recorded late', patient: 'Patient', dose: 'Dosage as the prescriber wrote it', doseGenerated: 'Dosage in Swedish, machine-made; check',
    noDose: 'The prescription has no dosage. Write it by hand after talking to the patient.', notYet: 'No receipt: the dispensation is not recorded.', gone: 'The visit has ended; the label cannot be printed again. The receipt is valid.', country: 'Country', keep: 'Keep out of the sight and reach of children.', done: 'Done, new patient',
    evidenceTime: 'Received',
  },
  mine: {
    title: 'Dispensations of the pharmacy', lead: 'Dispensations that the pharmacy has sent to other countries. The newest first.', none: 'No dispensations yet.', state: 'State', release: 'Release', discard: 'Take back', show: 'Show',
    releaseHint: 'The pharmacist\'s sign-in ended before the country answered. Release sends the same dispensation in your name.', waiting: 'Waiting', settled: 'Settled', released: 'The dispensation is released and is sent again.', for: (id) => `dispensation ${id}`,
  },
  discard: { title: 'Take the dispensation back', lead: 'A dispensation can be taken back within 24 hours. The country is sent the same document with the request to discard it.', reason: 'Reason', reasonHint: 'Short, and without data of the patient.', submit: 'Take back', missing: 'Write a reason.', until: 'At the latest' },
  late: {
    title: 'Record late', lead: 'Only when the medicine is handed over already, for instance during an outage. Time and reason are signed and sent to the country.', handedOverAt: 'When was it handed over?', handedOverHint: 'Swedish time, year-month-day hour:minute. At most 7 days ago.',
    reason: 'Why is it recorded late?', reasonHint: 'Short, and without data of the patient.', submit: 'Record late', badTime: 'The time is written year-month-day hour:minute.',
  },
  error: {
    title: 'It did not work', code: 'Code', exchange: 'Id of the case', whatToDo: 'What to do', us: 'The fault is ours.', them: (name) => `The fault or the decision is ${name}'s.`, network: 'The fault is in the network or on the way to the country.', input: 'The data must be changed.', theirCode: 'Their code',
    again: 'Try again', toStart: 'To the beginning', notFound: 'The page does not exist, or does not belong to your sign-in.', notFoundHint: 'Begin with a new patient or open the dispensations of the pharmacy.', forgery: 'The request did not come from a page of the counter.', forgeryHint: 'Load the page again and try again.',
    ours: 'Something went wrong on our side. Nothing more was sent.', oursHint: 'Try again. If it comes back, give the id of the case to operations.', unreachable: 'The service NCP-B does not answer.', unreachableHint: 'The fault is ours or in the network. Try again in a while; a dispensation that was confirmed is still being sent.', theirText: 'Their text',
  },
};
