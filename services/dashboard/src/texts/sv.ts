import { ordersSv } from './orders-sv.js';
import { statisticsSv } from './statistics.js';

/** Every word that the dashboard itself says, in Swedish. The English catalogue has the same shape; views hold no text. */
export const sv = {
  code: 'sv',
  app: {
    name: 'Drift', banner: 'Demonstrationsgateway; inte ansluten till E-hälsomyndigheten', skip: 'Hoppa till innehållet', signOut: 'Logga ut',
    language: 'English', languageLabel: 'Byt språk till engelska', menu: 'Sidor', home: 'Översikt', search: 'Utbyten', ledgers: 'Uttag', statistics: 'Statistik', fairUse: 'Ovanligt',
    networkLost: 'Ingen kontakt med driftsidan.', idleWarning: 'Du loggas snart ut eftersom inget har hänt på en stund.', stay: 'Fortsätt arbeta',
    role: { viewer: 'läsare', operator: 'operatör', security: 'säkerhet', admin: 'administratör' }, never: 'aldrig', none: 'inga', ms: (value: string) => `${value} ms`,
  },
  signIn: {
    title: 'Logga in', lead: 'För dem som sköter den nationella kontaktpunkten.', button: 'Logga in', ended: 'Du är utloggad.', idle: 'Du har loggats ut eftersom inget hände på 15 minuter.',
    failed: 'Inloggningen blev inte klar, eller så saknar du en roll här.', over: 'Din inloggning har tagit slut.', unavailable: 'Inloggningstjänsten svarar inte.', done: 'Inloggad', continue: 'Fortsätt till översikten',
  },
  home: {
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
    traffic: 'Senaste dygnet', refusals: 'Vanligaste koderna', code: 'Kod', last: 'Senast', meaning: 'Betyder', hint: 'Gör så här', none: 'Inget utbyte under dygnet.', noRefusals: 'Inga koder under dygnet.', all: 'Visa utbytena', percentiles: 'median / 95 % / 99 %',
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
    'identify': 'identifiera', 'list-prescriptions': 'lista recept', 'retrieve-prescriptions': 'hämta recept', 'list-summaries': 'lista patientöversikt', 'retrieve-summaries': 'hämta patientöversikt', 'dispense': 'uttag', 'discard': 'makulering', 'security': 'avvisad vid dörren',
  },
  steps: { envelope: 'kuvert', assertions: 'intyg', profile: 'profil', replay: 'upprepning', national: 'läkemedelslistan', decide: 'regler', map: 'översättning', render: 'dokument', record: 'loggning', answer: 'svar', peer: 'det andra landet' },
  ledgers: {
    title: 'Uttag', outward: 'Svenska apotek, recept från andra länder', inward: 'Svenska recept som lämnats ut i andra länder', conflicts: 'Öppna konflikter', state: 'Läge', country: 'Land', count: 'Antal', oldest: 'Äldst', none: 'Inga.',
  },
  orders: ordersSv,
  statistics: statisticsSv,
  error: { title: 'Det gick inte', notFound: 'Sidan finns inte.', forgery: 'Ändringen kom inte från en sida här.', role: 'Din roll räcker inte för den här sidan.', roleHint: (needed: string) => `Rollen ${needed} behövs. Be den som delar ut roller.`, unavailable: 'Databasen svarar inte just nu.', unavailableHint: 'Sidan läses om när den svarar. Utbytet med länderna går inte genom den här sidan.', ours: 'Fel hos oss.', code: 'Kod', home: 'Till översikten' },
} as const;
