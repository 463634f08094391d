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
    role: { viewer: 'viewer', operator: 'operator', security: 'security', admin: 'administrator' }, never: 'never', none: 'none', lasting: { days: (days: string, hours: string) => `${days} d ${hours} h`, hours: (hours: string, minutes: string) => `${hours} h ${minutes} min`, minutes: (minutes: string, seconds: string) => `${minutes} min ${seconds} s`, seconds: (seconds: string) => `${seconds} s` }, ms: (value: string) => `${value} ms`,
  },
  signIn: {
    title: 'Sign in', lead: 'For those who run the national contact point.', button: 'Sign in', ended: 'You are signed out.', idle: 'You were signed out: nothing happened for 15 minutes.',
    failed: 'Signing in did not end well, or you have no role here.', over: 'Your sign-in has ended.', unavailable: 'The sign-in service does not answer.', done: 'Signed in', continue: 'On to the overview',
  },
  home: {
    network: 'The network', picture: 'Map of the exchange', pictureLead: 'A whole line works, a dashed one does not answer, a dotted one was not tried. The table says the same.', sweden: 'Sweden', sortBy: (column: string) => `Sort by ${column}`, since: 'Since', go: 'Show and act',
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
    traffic: 'The last day', refusals: 'Most frequent codes', code: 'Code', last: 'Last', meaning: 'Means', hint: 'What to do', none: 'No exchange within the day.', noRefusals: 'No codes within the day.', all: 'Show the exchanges', answersAgain: (time: string) => `works when probed, ${time}`, runbook: 'What to do:', percentiles: 'median / 95 % / 99 %',
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
    'identify': 'identify', 'list-prescriptions': 'list prescriptions', 'retrieve-prescriptions': 'retrieve prescription', 'list-summaries': 'list patient summary', 'retrieve-summaries': 'retrieve patient summary', 'dispense': 'dispensation', 'discard': 'discard', 'security': 'refused at the door', 'issue-hcp': 'assertion of a professional', 'issue-trc': 'assertion of treatment', 'translate': 'translation', 'communication-failure': 'failed contact', 'operator-patient-log': 'log extract',
  },
  steps: { envelope: 'envelope', assertions: 'assertions', profile: 'profile', replay: 'repetition', national: 'medication list', decide: 'rules', map: 'mapping', render: 'document', record: 'record', answer: 'answer', peer: 'the other country' },
  ledgers: {
    title: 'Dispensations', outward: 'Swedish pharmacies, prescriptions of other countries', inward: 'Swedish prescriptions dispensed abroad', conflicts: 'Open conflicts', state: 'State', country: 'Country', count: 'Count', oldest: 'Oldest', none: 'None.',
  },
  orders: ordersEn,
  statistics: statisticsEn,
  queue: {
    title: 'Queue', lead: 'The queue only reminds of work; the database remembers it. A job is a reference and holds nothing about any person.', processes: 'Processes that work with the queue', process: 'Process', state: 'State', backend: 'The queue is in', backends: { redis: 'Redis', postgres: 'PostgreSQL' },
    seen: 'Last seen', states: { waiting: 'waiting', active: 'active', delayed: 'delayed', failed: 'set aside' }, answers: 'answers', deaf: 'the queue does not answer', silent: (time: string) => `not heard of for ${time}`, noProcess: 'No dispatcher has been heard of.',
    outbox: 'Work that the database remembers', outboxLead: 'Everything that has begun and is not done, whatever the queue knows.', kind: 'Kind', waiting: 'Waiting', oldest: 'Oldest', handedOut: 'Handed out at most', nothing: 'Nothing waits.',
    dead: 'Jobs that were set aside', deadLead: 'They do not run again by themselves. The work behind them is in the database and is handed out again.', noDead: 'None.', jobs: 'Jobs', noJobs: 'No jobs now.', job: 'Job', since: 'Since', attempts: 'Attempts', reason: 'Code', exchange: 'Exchange', open: 'Show',
    kinds: { 'reconcile-dispensation': 'reconcile a dispensation', 'deliver-dispensation': 'deliver a dispensation', 'forward-audit': 'forward the audit log' },
  },
  audit: {
    title: 'Audit log', back: 'To the audit log', verify: 'Verify now', begun: 'The verification is ordered. The result appears here when there is one.', alreadyRunning: 'A verification is under way already.', neverVerified: 'The log has not been verified from here yet.',
    sound: 'The log is whole.', unsound: (leaf: string) => `The log is BROKEN at leaf ${leaf}.`, unsoundHint: 'Leave the database alone. Tell whoever answers for security, and compare with the head that was noted elsewhere.', verifiedAt: 'Verified',
    size: 'Size', leaves: 'Leaves', lastLeaf: 'Last leaf', checkpoint: 'Last signed checkpoint', head: 'Head', forwarding: 'Forwarding', noRepository: 'No repository is configured; the events stay and wait', inTime: 'in time', behind: 'behind', late: 'too far behind', waiting: 'Waiting', oldest: 'Oldest that waits', setAside: 'Set aside: cannot be signed as they are', lastSent: 'Last sent', repository: 'Repository',
    verifications: 'Verifications', asked: 'Ordered', by: 'By', result: 'Result', queued: 'waits for the dispatcher', working: (done: string, all: string) => `under way: ${done} of ${all} leaves`, failed: 'did not work', holds: (leaves: string, events: string) => `whole: ${leaves} leaves, ${events} events compared`, broken: (leaf: string) => `broken at leaf ${leaf}`,
  },
  review: {
    title: 'Log review', back: 'To all samples', lead: 'A random sample of exchanges is reviewed regularly. Each sample covers what came since the one before, so that nobody can draw again until it suits.', size: 'Number of exchanges', draw: 'Draw a sample', drawn: 'The sample is drawn.', nothingNew: 'There is nothing new to draw from, or somebody else has just drawn.',
    samples: 'Samples', which: 'Sample', period: 'Period', drawnAt: 'Drawn', progress: 'Reviewed', none: 'No sample has been drawn.', sample: (id: string) => `Sample ${id}`, reviewedOf: (done: string, all: string) => `${done} of ${all} reviewed`, again: 'Anybody can draw the same sample again:', leaves: (from: string, to: string) => `leaves ${from}–${to},`, seed: 'seed',
    review: 'Review', findings: { 'in-order': 'in order', 'to-investigate': 'to be investigated' }, marked: 'The review is saved.', notMarked: 'The exchange is reviewed already, or is not in the sample.',
  },
  patientLog: {
    title: 'Log extract', lead: 'Who has seen what concerns a patient through the contact point: when, where and what.', recorded: 'Your search is written into the audit log, with its reason and case number, before anything is shown, and the patient sees it in her next extract.', another: 'Another extract',
    subject: 'The patient\'s number', subjectHint: 'Personal identity number or coordination number. The id of a foreign patient is written as in messages: id^^^&oid&ISO.', reason: 'Reason', choose: 'Choose a reason', reasons: { 'patient-asked': 'the patient has asked for it', 'suspected-misuse': 'suspected unlawful access', 'incident': 'incident', 'authority': 'request of an authority' },
    reference: 'Case number', referenceHint: 'Where the reason is documented. Write no names and no personal numbers here.', show: 'Get the log extract', needsReason: 'Choose a reason and write a case number.', referenceOfPerson: 'The case number holds a personal number. Write the number of the case alone.', needsNumber: 'The number is not written correctly.', noDispatcher: 'The dispatcher has not started. Without it there is no extract.',
    waiting: 'The access is written into the audit log, then the extract is made.', gone: 'The extract has been removed. Get it again if it is needed.', failed: 'The extract could not be made.', because: 'Reason:', accesses: (count: string) => `Accesses: ${count}`, newest: (count: string) => `The latest ${count} are shown.`, none: 'Nobody has seen anything about the patient through the contact point.',
    when: 'When', what: 'What', who: 'Who', where: 'Where', documents: 'Documents', print: 'Print',
  },
  trust: {
    title: 'Certificates', lead: 'What ends when within twelve months, ours and the countries\', and what the verification would refuse on a day.', at: 'Judge on the day', judge: 'Judge', months: 'Month by month', ends: 'Ends', left: 'Left', whose: 'Whose', ours: 'ours', kind: 'Kind', name: 'Name', verdict: 'Verdict', verdictOn: (day: string) => `On ${day}`,
    kinds: { 'certificate': 'certificate', 'authority': 'authority', 'revocation-list': 'revocation list' }, own: { 'tls-server': 'our TLS server', 'tls-client': 'our TLS client', 'seal': 'our seal' }, days: (count: string) => `${count} days`, ended: 'has ended', holds: 'holds', refused: 'refused', allHold: (day: string) => `Everything holds on ${day}.`, someBroken: (broken: string, all: string, day: string) => `${broken} of ${all} would be refused on ${day}.`,
    over: 'Has ended already', later: 'Later than twelve months', nothing: 'Nothing.', unread: 'A file could not be read, so the calendar is not shown.',
  },
  terminology: {
    title: 'Terminology', inForce: 'Release in force', service: 'Part', release: 'Release', taken: 'Since', hash: 'Fingerprint', builtIn: 'built in', nobody: 'No part has taken a release yet.', same: (release: string) => `Every part works with ${release}.`, different: (count: string) => `The parts work with ${count} different releases.`,
    gaps: (count: string) => `Gaps: ${count}`, lead: 'What touches most prescriptions and summaries comes first. A document counts each time it is fetched.', first: (count: string) => `The first ${count} are shown.`, every: 'Releases that are not in force too', code: 'Code or text', documents: 'Documents touched', times: 'Occurrences', country: 'Country', field: 'Field', system: 'Code system', why: 'Why', last: 'Last', none: 'No gaps.',
    reasons: { 'unknown-code': 'unknown code', 'unknown-text': 'unknown text', 'absent': 'absent', 'no-swedish': 'no Swedish text' },
  },
  configuration: { title: 'Settings', lead: 'What each part works with and where each value came from. Secrets are never shown, only where they are.', since: 'Since', setting: 'Setting', value: 'Value', from: 'From', origins: { file: 'the file', environment: 'the environment', default: 'default' }, none: 'The part has told nothing.' },
  roles: {
    title: 'Roles', yours: (role: string) => `Your role is ${role}.`, table: 'What each role may do', action: 'Action', may: 'yes', mayNot: 'no',
    actions: { 'see-traffic': 'see traffic and dispensations', 'see-audit': 'see size and state of the audit log', 'see-trust': 'see the calendar of certificates', 'see-terminology': 'see the gaps of the terminology', 'see-queue': 'see the queue', 'see-configuration': 'see the settings', 'verify-audit': 'verify the audit log', 'review-log': 'review samples of the log', 'read-patient-log': 'get a patient\'s log extract', 'see-acts': 'see what operators have done' },
    acts: 'What operators have done', when: 'When', who: 'Who', what: 'What', detail: 'About what', why: 'Reason', chained: 'In the audit log', waits: 'waits', inChain: 'yes', noActs: 'Nothing.',
    kinds: { 'verify-audit': 'verified the log', 'patient-log': 'got a log extract', 'draw-sample': 'drew a sample', 'mark-reviewed': 'reviewed an exchange' },
  },
  error: { title: 'That did not work', notFound: 'There is no such page.', forgery: 'The change did not come from a page of this site.', role: 'Your role is not enough for this page.', roleHint: (needed: string) => `The role ${needed} is needed. Ask whoever gives out roles.`, unavailable: 'The database does not answer now.', unavailableHint: 'Load the page again when it does. The exchange with the countries does not go through this page.', ours: 'A fault of ours.', code: 'Code', home: 'To the overview' },
};
