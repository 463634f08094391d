import { errorArea } from './entry.js';

export const STATISTICS_ERRORS = errorArea({
  NCP_STATISTICS_PERIOD: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Statistik för den perioden kan inte lämnas ut.', en: 'Statistics of that period cannot be handed out.' },
    hint: {
      sv: 'En period lämnas ut när den är slut och så länge dess rader sparas (tio år). Vänta tills den är slut, eller be uttryckligen om en öppen period.',
      en: 'A period is handed out when it has ended and while its rows are kept (ten years). Wait until it has ended, or ask for an open period in so many words.',
    },
  },
  NCP_STATISTICS_SIZE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Perioden har fler rader än en arbetsbok rymmer.', en: 'The period has more rows than a workbook holds.' },
    hint: { sv: 'Ta ut den som CSV, eller månad för månad.', en: 'Export it as CSV, or month by month.' },
  },
});
