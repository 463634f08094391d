import { errorArea } from './entry.js';

export const CDA_ERRORS = errorArea({
  NCP_CDA_STRUCTURE: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Dokumentet saknar ett nödvändigt element.', en: 'The document lacks a necessary element.' },
    hint: { sv: 'Jämför med mallen.', en: 'Compare with the template.' },
  },
  NCP_CDA_KIND: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Dokumenttypen är okänd.', en: 'The kind of document is unknown.' },
    hint: { sv: 'Kontrollera templateId.', en: 'Check templateId.' },
  },
  NCP_CDA_QUANTITY: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Antalet är inte ett positivt tal med rätt enhet.', en: 'The quantity is not a positive number with a usable unit.' },
    hint: { sv: 'Ange antal förpackningar, enhet 1.', en: 'Give the number of packages, unit 1.' },
  },
  NCP_CDA_DATE: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett datum är ogiltigt eller orimligt.', en: 'A date is invalid or unreasonable.' },
    hint: { sv: 'Kontrollera utlämningstiden.', en: 'Check the time of hand-over.' },
  },
  NCP_CDA_ITEMS: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Dokumentet ska ha exakt en läkemedelspost.', en: 'The document must have exactly one item.' },
    hint: { sv: 'Ett dokument per utlämnat läkemedel.', en: 'One document per dispensed product.' },
  },
  NCP_CDA_PATIENT: {
    wire: '4206', severity: 'error', retryable: false,
    text: { sv: 'Dokumentet gäller flera eller fel patient.', en: 'The document names several or the wrong patient.' },
    hint: { sv: 'Kontrollera recordTarget.', en: 'Check recordTarget.' },
  },
  NCP_CDA_RULE: {
    wire: 'ERROR_EP_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Dokumentet bryter mot en regel.', en: 'The document breaks a rule.' },
    hint: { sv: 'Se regelns id.', en: 'See the rule id.' },
  },
  NCP_CDA_DISPLAY_NAME: {
    wire: 'WARNING_ED_GENERIC', severity: 'warning', retryable: false,
    text: { sv: 'displayName saknas.', en: 'displayName is missing.' },
    hint: { sv: 'Lägg till displayName.', en: 'Add displayName.' },
  },
  NCP_CDA_TOLERATED: {
    wire: 'WARNING_ED_GENERIC', severity: 'warning', retryable: false,
    text: { sv: 'En avvikelse accepterades.', en: 'A deviation was tolerated.' },
    hint: { sv: 'Rapportera till avsändaren.', en: 'Report to the sender.' },
  },
  NCP_CDA_PDF_ALONE: {
    wire: 'WARNING_EP_GENERIC', severity: 'warning', retryable: false,
    text: { sv: 'PDF:en kom utan dokument omkring; den säger inte vem den gäller.', en: 'The PDF came without a document around it; it does not say whom it is about.' },
    hint: { sv: 'Läs det strukturerade dokumentet i samma besök först, och jämför namn och födelsedatum i PDF:en.', en: 'Read the structured document in the same visit first, and compare name and date of birth in the PDF.' },
  },
  NCP_CDA_MAPPING_REQUIRED: {
    wire: 'ERROR_EP_MISSING_EXPECTED_MAPPING', severity: 'error', retryable: false,
    text: { sv: 'En nödvändig kod kunde inte översättas.', en: 'A required code could not be mapped.' },
    hint: { sv: 'Komplettera terminologin.', en: 'Complete the terminology.' },
  },
  NCP_CDA_MAPPING_OPTIONAL: {
    wire: 'WARNING_EP_MISSING_EXPECTED_MAPPING', severity: 'warning', retryable: false,
    text: { sv: 'En kod kunde inte översättas; originalet följer med.', en: 'A code could not be mapped; the original is kept.' },
    hint: { sv: 'Komplettera terminologin.', en: 'Complete the terminology.' },
  },
  NCP_CDA_CATALOGUE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Terminologiutgåvan motsäger sig själv.', en: 'The terminology release contradicts itself.' },
    hint: { sv: 'Läs in en rättad utgåva; detaljerna säger vad som är fel.', en: 'Import a corrected release; the details say what is wrong.' },
  },
  NCP_CDA_NOT_EXPRESSIBLE: {
    wire: 'WARNING_EP_GENERIC', severity: 'warning', retryable: false,
    text: { sv: 'Receptet kan inte uttryckas utan förlust.', en: 'The prescription cannot be expressed without loss.' },
    hint: { sv: 'Se orsakens id.', en: 'See the id of the reason.' },
  },
});
