/** The words of the dispensations' pages and of orders, in Swedish. */
export const ordersSv = {
  open: { outward: 'Uttag som andra länder ska få veta', inward: 'Uttag vars utfall i läkemedelslistan är okänt', conflict: 'Öppna konflikter' },
  counts: 'Alla uttag efter läge och ålder', since: 'Sedan', next: 'Nästa försök', pharmacy: 'Apotek (GLN)', exchange: 'Utbyte', attempts: 'Försök', act: 'Visa och åtgärda', ordered: 'Åtgärd pågår', none: 'Inget väntar.', more: (count: number) => `De ${String(count)} äldsta visas.`,
  title: { outward: 'Ett uttag till ett annat land', inward: 'Ett uttag av okänt utfall', conflict: 'En konflikt' },
  nothing: 'Här kan inget göras nu.', role: 'Rollen operatör behövs för att göra något här.',
  otherwise: 'Om ingen gör något',
  ifNobody: {
    outward: {
      people: 'Det andra landet vet inte säkert vad som har lämnats ut, och apoteket får inget besked.',
      professional: 'Inget skickas förrän en farmaceut på apoteket har frisläppt det. Efter ett dygn hamnar det hos driften.',
      waiting: 'Det skickas igen av sig självt, och hamnar hos driften om ett dygn har gått utan besked.',
      settled: 'Inget mer händer.',
    },
    inward: 'Läkemedelslistan frågas om och om igen av sig själv. Receptet erbjuds inte utomlands så länge.',
    conflict: 'Receptet erbjuds inte utomlands så länge konflikten är öppen.',
    conflictOutward: 'Det andra landet vet inte vad som lämnades ut här.',
    settled: 'Inget mer händer.',
  },
  actions: { retry: 'Försök nu', reconcile: 'Stäm av', close: 'Avsluta med anteckning' },
  closeAs: { 'recorded': 'Avsluta: uttaget är registrerat där', 'not-recorded': 'Avsluta: uttaget är inte registrerat där' },
  closeDiscardAs: { 'recorded': 'Avsluta: uttaget står kvar där', 'not-recorded': 'Avsluta: uttaget är makulerat där' },
  will: {
    outward: {
      retry: 'Samma dokument skickas till landet nu, med samma id. Har inloggningen det skickades med gått ut måste en farmaceut på apoteket först frisläppa det.',
      reconcile: 'Samma dokument skickas en gång till för att få veta utfallet, om inloggningen det skickades med fortfarande gäller. Annars görs inget.',
      recorded: 'Uttaget räknas som registrerat, på ert ord. Apoteket får veta att driften har tagit reda på det, och får lämna ut läkemedlet.',
      'not-recorded': 'Uttaget räknas som inte registrerat, på ert ord. Apoteket får veta det, och ska inte lämna ut läkemedlet. Har det redan lämnats ut blir det en konflikt.',
      discardRecorded: 'Makuleringen avslutas: uttaget står kvar i landet, på ert ord.',
      discardDone: 'Makuleringen avslutas: uttaget är makulerat i landet, på ert ord.',
    },
    inward: {
      retry: 'Läkemedelslistan frågas först. Saknas uttaget där registreras det nu, med samma nyckel; finns det bekräftas det.',
      reconcile: 'Läkemedelslistan frågas. Finns uttaget där bekräftas det; inget registreras.',
      close: 'Läkemedelslistan frågas först. Saknas uttaget där avslutas det, landet får nej om det frågar igen, och det som lämnades ut sparas som en konflikt. Svarar listan inte görs inget.',
    },
    conflict: {
      reconcile: 'Läkemedelslistan frågas hur uttaget står där. Inget ändras.',
      closeOutward: 'Konflikten stängs med er anteckning. Gör det först när det andra landet vet vad som lämnades ut.',
      close: 'Konflikten stängs med er anteckning. Receptet kan åter erbjudas utomlands. Gör det först när läkemedelslistan är rättad.',
    },
  },
  note: 'Varför, i några ord. Inget om patienten: anteckningen sparas med ert namn.', noteLabel: 'Anteckning',
  noteMissing: 'Anteckningen saknas eller är för lång (högst 500 tecken).', noteOfPerson: 'Anteckningen innehåller ett personnummer. Skriv varför, utan något om en person.', already: 'En åtgärd för raden är redan beställd.', given: 'Beställt.', gone: 'Raden finns inte längre.',
  orders: 'Beställda åtgärder', order: 'En beställd åtgärd', who: 'Vem', when: 'När', what: 'Vad', why: 'Varför', became: 'Utfall', noOrders: 'Inga än.', back: 'Till uttagen',
  status: { ordered: 'beställd', begun: 'pågår', done: 'utförd', overtaken: 'inget gjordes: raden hade redan gått vidare', refused: 'inget gjordes' },
  stands: { 'yes': 'uttaget finns i läkemedelslistan', 'no': 'uttaget finns inte i läkemedelslistan', 'taken-back': 'uttaget är taget tillbaka i läkemedelslistan', 'twice': 'uttaget finns två gånger i läkemedelslistan', 'not-known': 'läkemedelslistan svarade inte' },
  reasons: {
    'young': 'raden är yngre än en timme', 'later-dispensation': 'receptet har expedierats på nytt sedan dess', 'assertion-ended': 'inloggningen det skickades med har gått ut', 'list-silent': 'läkemedelslistan svarade inte',
    'unknown-row': 'raden finns inte', 'not-allowed': 'det går inte i det här läget',
  },
  now: 'Läge nu', comparison: 'Senaste avstämning av allt', never: 'Inte gjord än.', compared: (inward: number, outward: number, differences: number) => `${String(inward)} svenska recept utomlands och ${String(outward)} uttag i Sverige jämförda, ${String(differences)} skillnader.`, compareNow: 'Stäm av allt nu',
  compareWill: 'Varje uttag jämförs med läkemedelslistan och med det som länderna har svarat. Inget ändras.',
  kinds: {
    'missing': 'finns inte i läkemedelslistan', 'double': 'finns två gånger i läkemedelslistan', 'taken-back': 'är taget tillbaka i läkemedelslistan', 'unexpected': 'finns i läkemedelslistan fast vi har nekat det', 'unanswered': 'läkemedelslistan svarade inte',
    'unacknowledged': 'den andra sidan har inte fått eller gett besked', 'unsettled': 'är öppet sedan mer än en timme',
  },
} as const;
