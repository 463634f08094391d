import type { Texts } from './catalogue.js';
import { ordersEn } from './orders-en.js';
import { statisticsEn } from './statistics.js';

/** The same words in English. */
export const en: Texts = {
  code: 'en',
  app: {
    name: 'Operations', banner: 'Demonstration gateway; not connected to E-hälsomyndigheten', skip: 'Skip to the content', signOut: 'Sign out',
    language: 'Svenska', languageLabel: 'Change language to Swedish', menu: 'Pages', home: 'Overview', search: 'Exchanges', ledgers: 'Dispensations', statistics: 'Statistics', fairUse: 'Unusual',
    networkLost: 'No contact with the dashboard.', idleWarning: 'You will soon be signed out: nothing has happened for a while.', stay: 'Go on working',
    role: { viewer: 'viewer', operator: 'operator', security: 'security', admin: 'administrator' }, never: 'never', none: 'none', ms: (value: string) => `${value} ms`,
  },
  signIn: {
    title: 'Sign in', lead: 'For those who run the national contact point.', button: 'Sign in', ended: 'You are signed out.', idle: 'You were signed out: nothing happened for 15 minutes.',
    failed: 'Signing in did not end well, or you have no role here.', over: 'Your sign-in has ended.', unavailable: 'The sign-in service does not answer.', done: 'Signed in', continue: 'On to the overview',
  },
  home: {
    title: 'Overview', owners: 'Whose trouble is it?', us: 'Us', national: 'Medication list', countries: 'Countries', fine: 'works', watch: 'trouble', act: 'act now',
    tasks: 'What needs a human', noTasks: 'Nothing needs to be done.', otherwise: 'If nobody acts:', map: 'Countries', country: 'Country', out: 'We ask them', in: 'They ask us', lastSuccess: 'Last success',
    waiting: 'Awaiting an answer', parts: 'Our parts', up: 'answers', down: (time: string) => `has not answered since ${time}`, notTried: 'no exchange yet', failing: { outbound: (time: string) => `has not answered since ${time}`, inbound: (time: string) => `without answers since ${time}` }, works: 'works',
    caption: 'All countries, with their state in both directions',
  },
  country: {
    probe: 'Last probe', probes: 'Probes', probeNone: 'not probed', probeOutcomes: { 'answered': 'answered', 'refused': 'answered no', 'fault': 'answered with a fault', 'lost': 'did not answer', 'not-sent': 'could not be reached' }, peerServices: { identify: 'identify', query: 'list', retrieve: 'retrieve', submit: 'take dispensations' },
    answered: 'Answered, with 95 % confidence', band: (low: string, high: string) => `${low}–${high} %`, certificates: 'Their certificates', certificate: 'Certificate', ends: 'Ends', daysLeft: 'Days left', noCertificates: 'None are given.', quality: 'Codes and terms that could not be translated', term: 'Code or term', field: 'Field', reason: 'Why', noQuality: 'None were met.',
    report: 'Report for the country', reportTitle: (name: string) => `The exchange with ${name}`, reportLead: (from: string, until: string) => `From ${from} to ${until}. Counts, codes and times only; nothing about any person.`, reportPdf: 'Fetch as PDF', print: 'Print', reportRole: 'The role operator is needed for a report.', monthTraffic: 'Traffic of the period', none30: 'No exchange in the period.',
    title: (name: string) => name, services: 'Services', service: 'Service', direction: 'Direction', state: 'State', lastSuccess: 'Last success', count: 'Count', troubled: 'Troubled', refused: 'Refused', own: 'Our time', peer: 'Their time', national: 'List\'s time',
    traffic: 'The last day', refusals: 'Most frequent codes', code: 'Code', last: 'Last', meaning: 'Means', hint: 'What to do', none: 'No exchange within the day.', noRefusals: 'No codes within the day.', all: 'Show the exchanges', percentiles: 'median / 95 % / 99 %',
  },
  search: {
    title: 'Exchanges', country: 'Country', anyCountry: 'All countries', code: 'Code', exchange: 'Id of the exchange', trouble: 'Troubled only', find: 'Search', time: 'Time', service: 'Service', outcome: 'Outcome', took: 'Time taken', from: 'From', until: 'Until', swedishTime: 'Swedish time', none: 'No exchange fits.', newest: (count: number) => `The latest ${String(count)}`,
    inbound: 'from', outbound: 'to',
  },
  exchange: {
    title: 'One exchange', messages: 'Messages', steps: 'Steps', step: 'Step', time: 'Time', took: 'Time taken', outcome: 'Outcome', codes: 'Codes', audit: 'Trace in the audit log', number: 'No', who: 'Who', whose: 'Whose time', ours: 'ours', theirs: 'theirs', lists: 'the list\'s', failed: 'failed here', ok: 'went well', message: 'Message id', timeLine: 'Time line', masked: 'How the messages were built', maskedLead: 'Elements and codes only. Everything else is replaced: equal signs mean equal values, in this exchange and nowhere else.', noMasked: 'Nothing is kept of how they were built: it is kept only of messages that went wrong, for 90 days.',
    parts: { inbound: { request: 'The country\'s question', answer: 'Our answer' }, outbound: { request: 'Our question', answer: 'The country\'s answer' } }, left: (count: number) => `${String(count)} more elements`, export: 'Fetch the masked trace (JSON)', exportRole: 'The role operator is needed to fetch the trace.', share: 'Link to this page',
  },
  outcomes: { 0: 'succeeded', 4: 'denied', 8: 'trouble', 12: 'refused' },
  owners: { us: 'ours', national: 'the medication list\'s', country: 'the country\'s', sender: 'the sender\'s' },
  services: {
    'identify': 'identify', 'list-prescriptions': 'list prescriptions', 'retrieve-prescriptions': 'retrieve prescription', 'list-summaries': 'list patient summary', 'retrieve-summaries': 'retrieve patient summary', 'dispense': 'dispensation', 'discard': 'discard', 'security': 'refused at the door',
  },
  steps: { envelope: 'envelope', assertions: 'assertions', profile: 'profile', replay: 'repetition', national: 'medication list', decide: 'rules', map: 'mapping', render: 'document', record: 'record', answer: 'answer', peer: 'the other country' },
  ledgers: {
    title: 'Dispensations', outward: 'Swedish pharmacies, prescriptions of other countries', inward: 'Swedish prescriptions dispensed abroad', conflicts: 'Open conflicts', state: 'State', country: 'Country', count: 'Count', oldest: 'Oldest', none: 'None.',
  },
  orders: ordersEn,
  statistics: statisticsEn,
  error: { title: 'That did not work', notFound: 'There is no such page.', forgery: 'The change did not come from a page of this site.', role: 'Your role is not enough for this page.', roleHint: (needed: string) => `The role ${needed} is needed. Ask whoever gives out roles.`, unavailable: 'The database does not answer now.', unavailableHint: 'Load the page again when it does. The exchange with the countries does not go through this page.', ours: 'A fault of ours.', code: 'Code', home: 'To the overview' },
};
