/** Every word that the counter itself says, in Swedish. The English catalogue has the same shape; views hold no text. */
export const sv = {
  code: 'sv',
  app: {
    name: 'EU-recept', banner: 'Demonstrationsgateway; inte ansluten till E-hälsomyndigheten', skip: 'Hoppa till innehållet',
    signOut: 'Logga ut', language: 'English', languageLabel: 'Byt språk till engelska', steps: 'Steg', newVisit: 'Ny patient', mine: 'Apotekets uttag',
    of: (now: number, all: number) => `Steg ${now} av ${all}`, working: 'Arbetar …', back: 'Tillbaka', next: 'Fortsätt', required: 'obligatoriskt', optional: 'frivilligt',
    newWindow: 'öppnas i ny flik', visit: 'Patient från', endVisit: 'Avsluta besöket', since: (time: string) => `sedan ${time}`, yes: 'Ja', no: 'Nej', unknown: 'Okänt',
    networkLost: 'Ingen kontakt med disken. Det är apotekets nätverk eller vår tjänst. Inget nytt har skickats; försök igen.',
    idleWarning: 'Du loggas snart ut eftersom inget har hänt på en stund.', stay: 'Fortsätt arbeta',
  },
  steps: ['Land', 'Information', 'Identitet', 'Bekräfta', 'Recept', 'Granska', 'Produkt', 'Expediera', 'Besked', 'Kvitto'],
  signIn: {
    title: 'Logga in', lead: 'Expediera recept från andra EU-länder.', button: 'Logga in med e-legitimation', ended: 'Du är utloggad. Inga patientuppgifter finns kvar i webbläsaren.',
    idle: 'Du har loggats ut eftersom inget hände på 15 minuter. Inga patientuppgifter finns kvar i webbläsaren.', failed: 'Inloggningen blev inte klar. Börja om.',
    over: 'Din inloggning har tagit slut. Logga in igen; pågående uttag fortsätter att skickas.', unavailable: 'Inloggningstjänsten svarar inte. Försök igen om en stund.',
    done: 'Inloggad', continue: 'Fortsätt till disken',
  },
  country: {
    title: 'Välj land', lead: 'Vilket land är receptet från?', choose: (name: string) => `Välj ${name}`, state: 'Läge',
    answering: 'Svarar', slow: 'Svarar långsamt', down: 'Svarar inte', unknown: 'Inte provat än', off: 'Avstängt', median: (ms: string) => `normalt ${ms} s`,
    downHint: 'Felet ligger hos landet eller på vägen dit. Det går att försöka ändå.', none: 'Inga länder är anslutna.',
    call: { identify: 'Sökning', query: 'Lista', retrieve: 'Hämtning', submit: 'Rapportering' },
  },
  information: {
    title: 'Information till patienten', lead: 'Läs upp eller visa informationen innan något efterfrågas.', fromCountry: (name: string) => `Information från ${name}`, fromSweden: 'Information från Sverige',
    swedish: [
      'Apoteket frågar ditt hemland om dina recept genom den svenska kontaktpunkten för e-hälsa.',
      'Dina identitetsuppgifter och uppgifter om receptet behandlas av apoteket och av kontaktpunkten för att läkemedlet ska kunna lämnas ut. Åtkomsten loggas och loggen sparas.',
      'Ditt hemland får veta vad som har lämnats ut. Du har rätt att begära ut uppgifterna och att klaga hos Integritetsskyddsmyndigheten.',
      'Du betalar hela priset här. Spara kvittot om du vill begära ersättning hemma.',
    ],
    more: 'Läs mer hos landet', tick: 'Patienten har fått informationen', missing: 'Kryssa i att patienten har fått informationen innan du går vidare.',
  },
  identify: {
    title: 'Identitet', lead: (name: string) => `${name} frågar efter dessa uppgifter. Skriv dem som de står på id-handlingen.`, submit: (name: string) => `Sök i ${name}`,
    asking: (name: string) => `Frågar ${name} …`, errors: 'Rätta detta', document: 'Uppgifter om receptet', gender: { M: 'Man', F: 'Kvinna', UN: 'Odefinierat' }, choose: 'Välj',
    dateHint: 'Skriv år-månad-dag, till exempel 1985-03-15.', formatHint: (pattern: string) => `Formatet är ${pattern}`,
    rule: { required: 'måste fyllas i', format: 'har inte rätt format', date: 'ska vara ett datum, år-månad-dag', gender: 'ska väljas i listan', long: 'är för långt' },
  },
  confirm: {
    title: 'Bekräfta person', lead: (name: string) => `Jämför id-handlingen med svaret från ${name}.`, several: (count: number) => `${count} personer stämmer. Välj den som står på id-handlingen.`,
    one: 'En person stämmer.', sent: 'Du skrev', received: 'Svaret', differs: 'Skiljer sig', same: 'Stämmer', notSent: 'inte angivet', notReceived: 'saknas i svaret', compare: 'Jämför', choose: 'Den här personen',
    candidate: (n: number) => `Person ${n}`, idDocument: 'Giltig id-handling har visats', informed: 'Patienten är informerad', difference: 'Varför är det ändå rätt person?',
    differenceHint: 'Uppgifterna skiljer sig. Skriv med egna ord hur du har kontrollerat det; det sparas i loggen.', submit: 'Bekräfta personen',
    missing: { candidate: 'Välj person.', idDocumentShown: 'Kryssa i att id-handling har visats.', patientInformed: 'Kryssa i att patienten är informerad.', difference: 'Skriv varför det ändå är rätt person.' },
    again: 'Sök igen',
  },
  list: {
    title: 'Recept', none: (name: string) => `${name} har inga recept att lämna ut för patienten.`, fetching: (name: string) => `Hämtar recepten från ${name} …`, written: 'Utfärdat',
    author: 'Utfärdare', yes: 'Kan expedieras', no: 'Kan inte expedieras', ask: 'Måste bedömas', show: 'Granska',
    unreadableCount: (count: number) => `${count} poster i svaret gick inte att läsa.`, unacknowledged: 'Ett tidigare uttag väntar på besked', unacknowledgedHint: 'Vänta på beskedet innan du lämnar ut något nytt på samma recept.',
    showWaiting: 'Visa uttaget', warnings: 'Varningar från landet', refresh: 'Hämta listan igen', unnamed: 'Recept utan namn', listed: { atc: 'ATC', form: 'Läkemedelsform', strength: 'Styrka', substitution: 'Utbyte', other: 'Uppgift i listan' },
  },
  prescription: {
    title: 'Granska receptet', swedish: 'Svenska', original: 'Original', mark: 'Märkning', generated: 'Skapat av tjänsten, inte av förskrivaren. Jämför med originalet.', generatedShort: 'Maskinskapad text', asOriginal: 'som i originalet', inEnglish: 'på engelska',
    marks: { translated: 'Översatt', mapped: 'Mappad', untranslated: 'Inte översatt', missing: 'Saknas', 'as-written': 'Som skrivet' },
    pdf: 'Originalet som PDF', noPdf: 'Landet skickade inget original som PDF.', findings: 'Anmärkningar på dokumentet', noFindings: 'Inga anmärkningar på dokumentet.', dispense: 'Välj produkt', late: 'Redan utlämnat: registrera i efterhand',
    narrative: 'Dokumentets egen text', census: (translated: number, coded: number) => `${translated} av ${coded} koder har svensk text.`, fact: 'Uppgift',
    language: (code: string) => `på ${code}`, severity: { error: 'Fel', warning: 'Varning', information: 'Upplysning' }, loading: (name: string) => `Hämtar receptet från ${name} …`,
  },
  product: {
    title: 'Välj produkt', prescribed: 'Förskrivet', suggestions: 'Förslag', suggestion: 'Förslag', suggestionHint: 'Förslagen kommer ur produktregistret. Du väljer och ansvarar.', none: 'Inga förslag. Sök efter varunummer eller namn.',
    search: 'Sök varunummer eller namn', searchButton: 'Sök', results: 'Sökresultat', noResults: 'Inget i produktregistret stämmer.', choose: 'Välj', arithmetic: 'Räkning',
    same: 'Samma ämne, form och styrka', size: 'Samma ämne, form och styrka, annan förpackning', strength: 'Annan styrka', varunummer: 'Varunummer', searching: 'Söker …',
    narcotic: 'Narkotika föreslås aldrig; sök själv.',
  },
  dispense: {
    title: 'Expediera', product: 'Produkt', change: 'Byt produkt', packages: 'Antal förpackningar', packagesHint: (most: string) => `Receptet medger högst ${most}.`, lot: 'Batchnummer', lotHint: 'Skanna eller skriv från förpackningen.',
    substituted: 'En annan produkt än den förskrivna lämnas ut', check: 'Kontrollera', checking: 'Kontrollerar …', checks: 'Kontroller', none: 'Kontrollen visar inget hinder.', refuse: 'Hinder', note: 'Att tänka på', acknowledge: 'Du måste ta ställning', answerFor: (what: string) => `Jag har bedömt detta: ${what}`, again: 'Kontrollera igen', send: 'Skicka uttaget',
    sending: 'Skickar …', sendHint: 'Lämna inte ut läkemedlet förrän landet har registrerat uttaget.', errors: 'Rätta detta', fieldNames: { packages: 'Antal förpackningar', lot: 'Batchnummer', handedOverAt: 'Tidpunkt', reason: 'Skäl' },
    nothing: 'Inget är skickat än.',
  },
  delivery: {
    title: 'Besked', recorded: 'Registrerat. Lämna ut.', recordedLate: 'Registrerat i efterhand.', waiting: 'Väntar. Lämna inte ut än.', waitingLate: 'Väntar på registrering.', 'not-recorded': 'Inte registrerat. Lämna inte ut.',
    notRecordedLate: 'Inte registrerat. Läkemedlet är redan utlämnat.', 'taken-back': 'Uttaget är makulerat. Lämna inte ut.', nextStep: 'Gör så här', nextAttempt: 'Nästa försök', answer: 'Landets svar', receipt: 'Kvitto och etikett', where: 'Var ligger felet?',
    us: 'Hos oss i Sverige', them: (name: string) => `Hos ${name}`, network: 'På vägen, i nätverket', nobody: 'Inget fel', live: 'Sidan uppdateras av sig själv.', refresh: 'Uppdatera', toList: 'Nästa recept', exchange: 'Ärende',
    states: {
      QUEUED: 'Köad', SENDING: 'Skickas', PENDING: 'Skickat, besked saknas', AWAITING_PROFESSIONAL: 'Väntar på farmaceut', RECORDED: 'Registrerat', REFUSED: 'Avvisat', OPERATOR: 'Hos driften', DISCARD_QUEUED: 'Makulering köad',
      DISCARD_SENDING: 'Makulering skickas', DISCARD_PENDING: 'Makulering skickad, besked saknas', DISCARD_AWAITING_PROFESSIONAL: 'Makulering väntar på farmaceut', DISCARD_OPERATOR: 'Makulering hos driften',
      DISCARDED: 'Makulerat', DISCARD_REFUSED: 'Makulering avvisad, uttaget gäller',
    },
  },
  receipt: {
    title: 'Kvitto och etikett', receipt: 'Kvitto', label: 'Etikett', print: 'Skriv ut', product: 'Läkemedel', packages: 'Förpackningar', lot: 'Batch', recordedAt: 'Registrerat', confirmedAt: 'Expedierat', dispensation: 'Uttagets id', prescription: 'Receptets id',
    pharmacy: 'Apotek', professional: 'Utskrivet av', price: 'Utan förmån. Patienten betalar hela priset.', late: 'Registrerat i efterhand', patient: 'Patient', dose: 'Dosering, som förskrivaren skrev den', doseGenerated: 'Dosering på svenska, maskinskapad; kontrollera',
    noDose: 'Ingen dosering i receptet. Skriv den för hand efter samtal med patienten.', notYet: 'Inget kvitto: uttaget är inte registrerat.', gone: 'Besöket är avslutat; etiketten kan inte skrivas igen. Kvittot gäller.', country: 'Land', keep: 'Förvaras utom syn- och räckhåll för barn.', done: 'Klar, ny patient',
    evidenceTime: 'Mottaget',
  },
  mine: {
    title: 'Apotekets uttag', lead: 'Uttag som apoteket har skickat till andra länder. Det nyaste först.', none: 'Inga uttag än.', state: 'Läge', release: 'Frisläpp', discard: 'Makulera', show: 'Visa',
    releaseHint: 'Farmaceutens inloggning tog slut innan landet svarade. Frisläpp skickar samma uttag i ditt namn.', waiting: 'Väntar', settled: 'Klara', released: 'Uttaget är frisläppt och skickas igen.', for: (id: string) => `uttag ${id}`,
  },
  discard: { title: 'Makulera uttaget', lead: 'Ett uttag kan makuleras inom 24 timmar. Landet får samma dokument med begäran om makulering.', reason: 'Skäl', reasonHint: 'Kort och utan uppgifter om patienten.', submit: 'Makulera uttaget', missing: 'Skriv ett skäl.', until: 'Senast' },
  late: {
    title: 'Registrera i efterhand', lead: 'Bara när läkemedlet redan är utlämnat, till exempel under ett avbrott. Tid och skäl skrivs under och skickas till landet.', handedOverAt: 'När lämnades det ut?', handedOverHint: 'Svensk tid, år-månad-dag timme:minut. Högst 7 dagar tillbaka.',
    reason: 'Varför registreras det i efterhand?', reasonHint: 'Kort och utan uppgifter om patienten.', submit: 'Registrera i efterhand', badTime: 'Tiden ska skrivas år-månad-dag timme:minut.',
  },
  error: {
    title: 'Det gick inte', code: 'Kod', exchange: 'Ärendets id', whatToDo: 'Gör så här', us: 'Felet ligger hos oss.', them: (name: string) => `Felet eller beslutet ligger hos ${name}.`, network: 'Felet ligger i nätverket eller på vägen till landet.', input: 'Uppgifterna måste ändras.', theirCode: 'Deras kod',
    again: 'Försök igen', toStart: 'Till början', notFound: 'Sidan finns inte, eller hör inte till din inloggning.', notFoundHint: 'Börja med en ny patient eller öppna apotekets uttag.', forgery: 'Begäran kom inte från en sida i disken.', forgeryHint: 'Ladda om sidan och försök igen.',
    ours: 'Något gick fel hos oss. Inget mer har skickats.', oursHint: 'Försök igen. Kommer det tillbaka, ange ärendets id till driften.', unreachable: 'Tjänsten NCP-B svarar inte.', unreachableHint: 'Felet ligger hos oss eller i nätverket. Försök igen om en stund; ett uttag som redan är bekräftat fortsätter att skickas.', theirText: 'Deras text',
  },
};
