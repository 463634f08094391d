import { errorArea } from './entry.js';

/** Country B: what a Swedish pharmacy system or the other country did that ends in a refusal (decisions UC-B1 to UC-B7). */
export const TREATMENT_ERRORS = errorArea({
  NCP_API_AUTH: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Åtkomstbiljetten saknas eller gäller inte.', en: 'The access token is missing or not valid.' },
    hint: { sv: 'Logga in igen; detaljen säger vilken kontroll som föll.', en: 'Sign in again; the detail says which check failed.' },
  },
  NCP_API_ROLE: {
    wire: '4703', severity: 'error', retryable: false,
    text: { sv: 'Yrkesrollen får inte göra detta.', en: 'The professional role may not do this.' },
    hint: { sv: 'Begär att någon med rätt roll gör det.', en: 'Ask somebody with an entitled role to do it.' },
  },
  NCP_API_INPUT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Begäran är inte rätt ifylld.', en: 'The request is not filled in correctly.' },
    hint: { sv: 'Varje fel fält nämns med sin regel.', en: 'Each wrong field is named with its rule.' },
  },
  NCP_API_NOT_FOUND: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Det finns inte, eller är inte ert.', en: 'It does not exist, or is not yours.' },
    hint: { sv: 'Besök tillhör den som öppnade dem; uttag tillhör apoteket.', en: 'Visits belong to who opened them; dispensations belong to the pharmacy.' },
  },
  NCP_API_STATE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Besöket är inte i rätt skede för detta.', en: 'The visit is not at the right stage for this.' },
    hint: { sv: 'Detaljen säger vilket skede som krävs.', en: 'The detail says which stage is required.' },
  },
  NCP_API_VISIT_ENDED: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Besöket är avslutat eller för gammalt.', en: 'The visit is closed or too old.' },
    hint: { sv: 'Öppna ett nytt besök.', en: 'Open a new visit.' },
  },
  NCP_API_IDEMPOTENCY: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Nyckeln är redan använd för något annat.', en: 'The idempotency key was already used for something else.' },
    hint: { sv: 'Använd en ny nyckel för ett nytt uttag, samma nyckel för en upprepning.', en: 'Use a new key for a new dispensation, the same key for a repetition.' },
  },
  NCP_API_MEDIA: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Formatet stöds inte.', en: 'The media type is not supported.' },
    hint: { sv: 'application/json eller application/fhir+json.', en: 'application/json or application/fhir+json.' },
  },
  NCP_PEER_COUNTRY: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Landet är inte anslutet.', en: 'The country is not connected.' },
    hint: { sv: 'Listan över länder visar vilka som är det.', en: 'The list of countries shows which are.' },
  },
  NCP_PEER_UNAVAILABLE: {
    wire: 'ERROR_GENERIC_CONNECTION_NOT_POSSIBLE', severity: 'error', retryable: true,
    text: { sv: 'Det andra landet svarar inte. Inget har skickats.', en: 'The other country does not answer. Nothing was sent.' },
    hint: { sv: 'Felet ligger hos dem eller på vägen dit; försök igen om en stund.', en: 'The fault is theirs or on the way there; try again in a while.' },
  },
  NCP_PEER_TIMEOUT: {
    wire: 'ERROR_GENERIC_CONNECTION_NOT_POSSIBLE', severity: 'error', retryable: true,
    text: { sv: 'Det andra landet svarade inte i tid.', en: 'The other country did not answer in time.' },
    hint: { sv: 'Felet ligger hos dem eller på vägen dit; försök igen om en stund.', en: 'The fault is theirs or on the way there; try again in a while.' },
  },
  NCP_PEER_ANSWER: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Det andra landets svar går inte att använda.', en: 'The answer of the other country cannot be used.' },
    hint: { sv: 'Felet ligger hos dem; ange utbytets id till driften.', en: 'The fault is theirs; give the exchange id to operations.' },
  },
  NCP_PEER_REFUSED: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Det andra landet avböjde.', en: 'The other country declined.' },
    hint: { sv: 'Deras kod och text visas; beslutet är deras.', en: 'Their code and text are shown; the decision is theirs.' },
  },
  NCP_PEER_NO_MATCH: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false,
    text: { sv: 'Det andra landet fann ingen person.', en: 'The other country found no person.' },
    hint: { sv: 'Kontrollera numret mot handlingen; fråga om samtycke är registrerat hemma.', en: 'Check the number against the document; ask whether consent is registered at home.' },
  },
  NCP_PEER_NO_CONSENT: {
    wire: '4701', severity: 'error', retryable: false,
    text: { sv: 'Patienten har inte lämnat samtycke i sitt hemland.', en: 'The patient has not given consent in the home country.' },
    hint: { sv: 'Patienten kan lämna det hos sitt eget land och återkomma.', en: 'The patient can give it in the home country and return.' },
  },
  NCP_PEER_DIRECTORY: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett lands uppgifter är inte rätt undertecknade eller ofullständiga.', en: 'The record of a country is not properly signed, or incomplete.' },
    hint: { sv: 'Landet är avstängt tills filen är rättad och undertecknad.', en: 'The country is off until the file is mended and signed.' },
  },
  NCP_DELIVERY_QUANTITY: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Antalet förpackningar är fler än receptet medger.', en: 'More packages than the prescription allows.' },
    hint: { sv: 'Lämna ut högst det som står på receptet.', en: 'Dispense at most what the prescription says.' },
  },
  NCP_DELIVERY_SUBSTITUTION: {
    wire: 'ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED', severity: 'error', retryable: false,
    text: { sv: 'Receptet får inte bytas mot en annan produkt.', en: 'The prescription may not be substituted.' },
    hint: { sv: 'Lämna ut den förskrivna produkten.', en: 'Dispense the prescribed product.' },
  },
  NCP_DELIVERY_PRODUCT: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Produkten finns inte i produktregistret eller passar inte receptet.', en: 'The product is not in the product register, or does not fit the prescription.' },
    hint: { sv: 'Välj bland förslagen eller sök på varunummer.', en: 'Choose among the suggestions or search by item number.' },
  },
  NCP_DELIVERY_ACKNOWLEDGE: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Något avviker från receptet och måste godtas uttryckligen.', en: 'Something differs from the prescription and must be accepted explicitly.' },
    hint: { sv: 'Detaljen nämner varje avvikelse; godta den eller välj en annan produkt.', en: 'The detail names each difference; accept it or choose another product.' },
  },
  NCP_DELIVERY_PENDING: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Ett uttag är inte bekräftat av det andra landet.', en: 'A dispensation is not confirmed by the other country.' },
    hint: { sv: 'Det skickas igen av sig självt; kontrollera om landet svarar.', en: 'It is sent again by itself; check whether the country answers.' },
  },
  NCP_DELIVERY_OPERATOR: {
    wire: '2201', severity: 'error', retryable: false,
    text: { sv: 'Ett uttag kan inte avgöras av sig självt.', en: 'A dispensation cannot be settled by itself.' },
    hint: { sv: 'Ta reda på utfallet med det andra landet och meddela apoteket.', en: 'Find out the outcome with the other country and tell the pharmacy.' },
  },
  NCP_DELIVERY_CONFLICT: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett utlämnande som redan skett avböjdes av det andra landet.', en: 'A hand-over that happened already was refused by the other country.' },
    hint: { sv: 'Konfliktposten har båda sidors uppgifter; rätta med det andra landet.', en: 'The conflict record has the facts of both sides; mend it with the other country.' },
  },
  NCP_DELIVERY_LATE: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Utlämnandet är för länge sedan för att efterregistreras.', en: 'The hand-over is too long ago to be recorded late.' },
    hint: { sv: 'Rapportera det skriftligt till driften.', en: 'Report it to operations in writing.' },
  },
  NCP_DELIVERY_WITHHELD: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Dokumentet får inte visas.', en: 'The document must not be shown.' },
    hint: { sv: 'Det andra landet skickade ett fel tillsammans med det; felet är deras.', en: 'The other country sent an error with it; the fault is theirs.' },
  },
});
