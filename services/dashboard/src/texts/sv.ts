import { ordersSv } from './orders-sv.js';
import { statisticsSv } from './statistics.js';

/** Every word that the dashboard itself says, in Swedish. The English catalogue has the same shape; views hold no text. */
export const sv = {
  code: 'sv',
  app: {
    name: 'Drift', banner: 'Demonstrationsgateway; inte ansluten till E-hälsomyndigheten', skip: 'Hoppa till innehållet', signOut: 'Logga ut',
    language: 'English', languageLabel: 'Byt språk till engelska', menu: 'Sidor', home: 'Översikt', search: 'Utbyten', ledgers: 'Uttag', statistics: 'Statistik', fairUse: 'Ovanligt',
    networkLost: 'Ingen kontakt med driftsidan.', idleWarning: 'Du loggas snart ut eftersom inget har hänt på en stund.', stay: 'Fortsätt arbeta',
    role: { viewer: 'läsare', operator: 'operatör', security: 'säkerhet', admin: 'administratör' }, never: 'aldrig', none: 'inga', lasting: { days: (days: string, hours: string) => `${days} d ${hours} tim`, hours: (hours: string, minutes: string) => `${hours} tim ${minutes} min`, minutes: (minutes: string, seconds: string) => `${minutes} min ${seconds} s`, seconds: (seconds: string) => `${seconds} s` }, ms: (value: string) => `${value} ms`,
  },
  signIn: {
    title: 'Logga in', lead: 'För dem som sköter den nationella kontaktpunkten.', button: 'Logga in', ended: 'Du är utloggad.', idle: 'Du har loggats ut eftersom inget hände på 15 minuter.',
    failed: 'Inloggningen blev inte klar, eller så saknar du en roll här.', over: 'Din inloggning har tagit slut.', unavailable: 'Inloggningstjänsten svarar inte.', done: 'Inloggad', continue: 'Fortsätt till översikten',
  },
  home: {
    network: 'Nätet', picture: 'Karta över utbytet', pictureLead: 'Heldragen linje fungerar, streckad svarar inte, prickad är inte prövad. Samma uppgifter står i tabellen.', sweden: 'Sverige', sortBy: (column: string) => `Ordna efter ${column}`, since: 'Sedan', go: 'Visa och åtgärda',
    title: 'Översikt', owners: 'Vems är felet?', us: 'Vi', national: 'Läkemedelslistan', countries: 'Länderna', fine: 'fungerar', watch: 'störning', act: 'åtgärd krävs',
    tasks: 'Det här behöver en människa', noTasks: 'Inget behöver göras.', otherwise: 'Om ingen gör något:', map: 'Länder', country: 'Land', out: 'Vi frågar dem', in: 'De frågar oss', lastSuccess: 'Lyckades senast',
    waiting: 'Väntar på besked', parts: 'Våra delar', up: 'svarar', down: (time: string) => `svarar inte sedan ${time}`, notTried: 'inget utbyte än', failing: { outbound: (time: string) => `svarar inte sedan ${time}`, inbound: (time: string) => `får inga svar sedan ${time}` }, works: 'fungerar',
    caption: 'Alla länder, med läget i båda riktningarna',
  },
  country: {
    probe: 'Senaste fråga på prov', probes: 'Frågor på prov', probeNone: 'inte frågat på prov', probeOutcomes: { 'answered': 'svarade', 'refused': 'svarade nej', 'fault': 'svarade fel', 'lost': 'svarade inte', 'not-sent': 'gick inte att nå' }, peerServices: { identify: 'identifiera', query: 'lista', retrieve: 'hämta', submit: 'ta emot uttag' },
    answered: 'Fick svar, 95 % säkert', band: (low: string, high: string) => `${low}–${high} %`, certificates: 'Deras certifikat', certificate: 'Certifikat', ends: 'Går ut', daysLeft: 'Dagar kvar', noCertificates: 'Inga är angivna.', quality: 'Koder och uttryck som inte gick att översätta', term: 'Kod eller uttryck', field: 'Fält', reason: 'Varför', noQuality: 'Inga har mötts.',
    report: 'Rapport för landet', reportTitle: (name: string) => `Utbytet med ${name}`, reportLead: (from: string, until: string) => `Från ${from} till ${until}. Bara antal, koder och tider; inget om någon person.`, reportPdf: 'Hämta som PDF', print: 'Skriv ut', reportRole: 'Rollen operatör behövs för en rapport.', monthTraffic: 'Trafik i perioden', none30: 'Inget utbyte i perioden.',
    title: (name: string) => name, services: 'Tjänster', service: 'Tjänst', direction: 'Riktning', state: 'Läge', lastSuccess: 'Lyckades senast', count: 'Antal', troubled: 'Störda', refused: 'Nekade', own: 'Vår tid', peer: 'Deras tid', national: 'Listans tid',
    traffic: 'Senaste dygnet', refusals: 'Vanligaste koderna', code: 'Kod', last: 'Senast', meaning: 'Betyder', hint: 'Gör så här', none: 'Inget utbyte under dygnet.', noRefusals: 'Inga koder under dygnet.', all: 'Visa utbytena', answersAgain: (time: string) => `fungerar vid fråga på prov ${time}`, runbook: 'Gör så här:', percentiles: 'median / 95 % / 99 %',
  },
  search: {
    title: 'Utbyten', country: 'Land', anyCountry: 'Alla länder', code: 'Kod', exchange: 'Utbytets id', trouble: 'Bara störda', find: 'Sök', time: 'Tid', service: 'Tjänst', outcome: 'Utfall', took: 'Tid som gick', from: 'Från', until: 'Till', swedishTime: 'svensk tid', none: 'Inget utbyte stämmer.', newest: (count: number) => `De ${String(count)} senaste`,
    inbound: 'från', outbound: 'till',
  },
  exchange: {
    title: 'Ett utbyte', messages: 'Meddelanden', steps: 'Steg', step: 'Steg', time: 'Tid', took: 'Tid som gick', outcome: 'Utfall', codes: 'Koder', audit: 'Spår i revisionsloggen', number: 'Nr', who: 'Vem', whose: 'Vems tid', ours: 'vår', theirs: 'landets', lists: 'listans', failed: 'misslyckades här', ok: 'gick bra', message: 'Meddelandets id', timeLine: 'Tidslinje', masked: 'Hur meddelandena var byggda', maskedLead: 'Bara element och koder. Allt annat är ersatt: samma tecken betyder samma värde, i det här utbytet och ingen annanstans.', noMasked: 'Ingen byggnad är sparad: den sparas bara för meddelanden som gick fel, i 90 dagar.',
    parts: { inbound: { request: 'Landets fråga', answer: 'Vårt svar' }, outbound: { request: 'Vår fråga', answer: 'Landets svar' } }, left: (count: number) => `${String(count)} element till`, export: 'Hämta maskerat spår (JSON)', exportRole: 'Rollen operatör behövs för att hämta spåret.', share: 'Länk till sidan',
  },
  outcomes: { 0: 'lyckades', 4: 'nekat', 8: 'störning', 12: 'avvisat' },
  owners: { us: 'vårt fel', national: 'läkemedelslistans', country: 'landets', sender: 'avsändarens' },
  services: {
    'identify': 'identifiera', 'list-prescriptions': 'lista recept', 'retrieve-prescriptions': 'hämta recept', 'list-summaries': 'lista patientöversikt', 'retrieve-summaries': 'hämta patientöversikt', 'dispense': 'uttag', 'discard': 'makulering', 'security': 'avvisad vid dörren', 'issue-hcp': 'intyg om yrkesperson', 'issue-trc': 'intyg om vårdrelation', 'translate': 'översättning', 'communication-failure': 'kontaktfel', 'operator-patient-log': 'loggutdrag',
  },
  steps: { envelope: 'kuvert', assertions: 'intyg', profile: 'profil', replay: 'upprepning', national: 'läkemedelslistan', decide: 'regler', map: 'översättning', render: 'dokument', record: 'loggning', answer: 'svar', peer: 'det andra landet' },
  ledgers: {
    title: 'Uttag', outward: 'Svenska apotek, recept från andra länder', inward: 'Svenska recept som lämnats ut i andra länder', conflicts: 'Öppna konflikter', state: 'Läge', country: 'Land', count: 'Antal', oldest: 'Äldst', none: 'Inga.',
  },
  orders: ordersSv,
  statistics: statisticsSv,
  queue: {
    title: 'Kö', lead: 'Kön påminner bara om arbete; databasen minns det. Ett jobb är en hänvisning och innehåller inget om någon person.', processes: 'Processer som arbetar med kön', process: 'Process', state: 'Läge', backend: 'Kön ligger i', backends: { redis: 'Redis', postgres: 'PostgreSQL' },
    seen: 'Sågs senast', states: { waiting: 'väntar', active: 'pågår', delayed: 'senarelagt', failed: 'lagt åt sidan' }, answers: 'svarar', deaf: 'kön svarar inte', silent: (time: string) => `har inte hörts på ${time}`, noProcess: 'Ingen dispatcher har hörts.',
    outbox: 'Arbete som databasen minns', outboxLead: 'Allt som är påbörjat men inte färdigt, oavsett vad kön vet.', kind: 'Sort', waiting: 'Väntar', oldest: 'Äldst', handedOut: 'Utdelat som mest', nothing: 'Inget väntar.',
    dead: 'Jobb som lagts åt sidan', deadLead: 'De körs inte om av sig själva. Arbetet bakom dem finns kvar i databasen och delas ut igen.', noDead: 'Inga.', jobs: 'Jobb', noJobs: 'Inga jobb just nu.', job: 'Jobb', since: 'Sedan', attempts: 'Försök', reason: 'Kod', exchange: 'Utbyte', open: 'Visa',
    kinds: { 'reconcile-dispensation': 'stäm av uttag', 'deliver-dispensation': 'skicka uttag', 'forward-audit': 'vidarebefordra logg' },
  },
  audit: {
    title: 'Revisionslogg', back: 'Till revisionsloggen', verify: 'Kontrollera nu', begun: 'Kontrollen är beställd. Resultatet visas här när det finns.', alreadyRunning: 'En kontroll pågår redan.', neverVerified: 'Loggen har inte kontrollerats härifrån än.',
    sound: 'Loggen är hel.', unsound: (leaf: string) => `Loggen är BRUTEN vid post ${leaf}.`, unsoundHint: 'Rör inte databasen. Larma den som ansvarar för säkerheten och jämför med huvudet som noterats utanför.', verifiedAt: 'Kontrollerad',
    size: 'Storlek', leaves: 'Poster', lastLeaf: 'Sista posten', checkpoint: 'Senaste signerade kontrollpunkt', head: 'Huvud', forwarding: 'Vidarebefordran', noRepository: 'Ingen mottagare är inställd; händelserna ligger kvar och väntar', inTime: 'i tid', behind: 'släpar', late: 'släpar för mycket', waiting: 'Väntar', oldest: 'Äldst som väntar', setAside: 'Lagda åt sidan: går inte att signera som de är', lastSent: 'Skickat senast', repository: 'Mottagare',
    verifications: 'Kontroller', asked: 'Beställd', by: 'Av', result: 'Resultat', queued: 'väntar på dispatchern', working: (done: string, all: string) => `pågår: ${done} av ${all} poster`, failed: 'gick inte', holds: (leaves: string, events: string) => `hel: ${leaves} poster, ${events} händelser jämförda`, broken: (leaf: string) => `bruten vid post ${leaf}`,
  },
  review: {
    title: 'Logguppföljning', back: 'Till alla urval', lead: 'Ett slumpmässigt urval av utbyten granskas regelbundet. Varje urval gäller det som har hänt sedan urvalet före, så ingen kan dra om tills det passar.', size: 'Antal utbyten', draw: 'Dra ett urval', drawn: 'Urvalet är draget.', nothingNew: 'Det finns inget nytt att dra ur, eller så har någon annan just dragit.',
    samples: 'Urval', which: 'Urval', period: 'Period', drawnAt: 'Draget', progress: 'Granskat', none: 'Inget urval är draget.', sample: (id: string) => `Urval ${id}`, reviewedOf: (done: string, all: string) => `${done} av ${all} granskade`, again: 'Vem som helst kan dra samma urval igen:', leaves: (from: string, to: string) => `posterna ${from}–${to},`, seed: 'frö',
    review: 'Granskning', findings: { 'in-order': 'utan anmärkning', 'to-investigate': 'ska utredas' }, marked: 'Granskningen är sparad.', notMarked: 'Utbytet är redan granskat, eller finns inte i urvalet.',
  },
  patientLog: {
    title: 'Loggutdrag', lead: 'Vem som har tagit del av en patients uppgifter genom kontaktpunkten: när, var och vad.', recorded: 'Din sökning skrivs i revisionsloggen med skäl och ärendenummer innan något visas, och syns för patienten i nästa utdrag.', another: 'Ett annat utdrag',
    subject: 'Patientens nummer', subjectHint: 'Personnummer eller samordningsnummer. En utländsk patients id skrivs som i meddelandena: id^^^&oid&ISO.', reason: 'Skäl', choose: 'Välj ett skäl', reasons: { 'patient-asked': 'patienten har begärt det', 'suspected-misuse': 'misstänkt obehörig åtkomst', 'incident': 'incident', 'authority': 'begäran från en myndighet' },
    reference: 'Ärendenummer', referenceHint: 'Där skälet är dokumenterat. Skriv inga namn eller personnummer här.', show: 'Ta fram loggutdraget', needsReason: 'Välj ett skäl och skriv ett ärendenummer.', referenceOfPerson: 'Ärendenumret innehåller ett personnummer. Skriv bara ärendets nummer.', needsNumber: 'Numret är inte rätt skrivet.', noDispatcher: 'Dispatchern har inte startat. Utan den tas inget utdrag fram.',
    waiting: 'Åtkomsten skrivs i revisionsloggen, sedan tas utdraget fram.', gone: 'Utdraget är borttaget. Ta fram det igen om det behövs.', failed: 'Utdraget gick inte att ta fram.', because: 'Skäl:', accesses: (count: string) => `Åtkomster: ${count}`, newest: (count: string) => `De ${count} senaste visas.`, none: 'Ingen har tagit del av uppgifter om patienten genom kontaktpunkten.',
    when: 'När', what: 'Vad', who: 'Vem', where: 'Var', documents: 'Dokument', print: 'Skriv ut',
  },
  trust: {
    title: 'Certifikat', lead: 'Vad som slutar gälla när under tolv månader, vårt och ländernas, och vad kontrollen skulle avvisa en viss dag.', at: 'Bedöm den dag', judge: 'Bedöm', months: 'Månad för månad', ends: 'Slutar', left: 'Kvar', whose: 'Vems', ours: 'vår', kind: 'Sort', name: 'Namn', verdict: 'Bedömning', verdictOn: (day: string) => `Den ${day}`,
    kinds: { 'certificate': 'certifikat', 'authority': 'utfärdare', 'revocation-list': 'spärrlista' }, own: { 'tls-server': 'vår TLS-server', 'tls-client': 'vår TLS-klient', 'seal': 'vår stämpel' }, days: (count: string) => `${count} dygn`, ended: 'har slutat', holds: 'gäller', refused: 'avvisas', allHold: (day: string) => `Allt gäller den ${day}.`, someBroken: (broken: string, all: string, day: string) => `${broken} av ${all} skulle avvisas den ${day}.`,
    over: 'Har redan slutat', later: 'Senare än tolv månader', nothing: 'Inget.', unread: 'En fil gick inte att läsa, så kalendern visas inte.',
  },
  terminology: {
    title: 'Terminologi', inForce: 'Utgåva i bruk', service: 'Del', release: 'Utgåva', taken: 'Sedan', hash: 'Fingeravtryck', builtIn: 'inbyggd', nobody: 'Ingen del har tagit någon utgåva än.', same: (release: string) => `Alla delar arbetar med ${release}.`, different: (count: string) => `Delarna arbetar med ${count} olika utgåvor.`,
    gaps: (count: string) => `Luckor: ${count}`, lead: 'Överst står det som berör flest recept och översikter. Ett dokument räknas varje gång det hämtas.', first: (count: string) => `De första ${count} visas.`, every: 'Även utgåvor som inte är i bruk', code: 'Kod eller text', documents: 'Berörda dokument', times: 'Förekomster', country: 'Land', field: 'Fält', system: 'Kodsystem', why: 'Varför', last: 'Senast', none: 'Inga luckor.',
    reasons: { 'unknown-code': 'okänd kod', 'unknown-text': 'okänd text', 'absent': 'saknas', 'no-swedish': 'saknar svensk text' },
  },
  configuration: { title: 'Inställningar', lead: 'Vad varje del arbetar med och varifrån varje värde kom. Hemligheter visas aldrig, bara var de ligger.', since: 'Sedan', setting: 'Inställning', value: 'Värde', from: 'Varifrån', origins: { file: 'filen', environment: 'miljön', default: 'förvalt' }, none: 'Delen har inte berättat något.' },
  roles: {
    title: 'Roller', yours: (role: string) => `Din roll är ${role}.`, table: 'Vad varje roll får göra', action: 'Handling', may: 'ja', mayNot: 'nej',
    actions: { 'see-traffic': 'se trafiken och uttagen', 'see-audit': 'se revisionsloggens storlek och läge', 'see-trust': 'se certifikatkalendern', 'see-terminology': 'se terminologins luckor', 'see-queue': 'se kön', 'see-configuration': 'se inställningarna', 'verify-audit': 'kontrollera revisionsloggen', 'review-log': 'granska urval av loggen', 'read-patient-log': 'ta fram en patients loggutdrag', 'see-acts': 'se vad operatörer har gjort' },
    acts: 'Vad operatörer har gjort', when: 'När', who: 'Vem', what: 'Vad', detail: 'Om vad', why: 'Skäl', chained: 'I revisionsloggen', waits: 'väntar', inChain: 'ja', noActs: 'Inget.',
    kinds: { 'verify-audit': 'kontrollerade loggen', 'patient-log': 'tog fram ett loggutdrag', 'draw-sample': 'drog ett urval', 'mark-reviewed': 'granskade ett utbyte' },
  },
  error: { title: 'Det gick inte', notFound: 'Sidan finns inte.', forgery: 'Ändringen kom inte från en sida här.', role: 'Din roll räcker inte för den här sidan.', roleHint: (needed: string) => `Rollen ${needed} behövs. Be den som delar ut roller.`, unavailable: 'Databasen svarar inte just nu.', unavailableHint: 'Sidan läses om när den svarar. Utbytet med länderna går inte genom den här sidan.', ours: 'Fel hos oss.', code: 'Kod', home: 'Till översikten' },
} as const;
