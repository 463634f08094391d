import { errorArea } from './entry.js';

export const RUNTIME_ERRORS = errorArea({
  NCP_CONFIG_INVALID: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Konfigurationen är ogiltig.', en: 'The configuration is invalid.' },
    hint: { sv: 'Alla fel visas med sökväg.', en: 'Every fault is shown with its path.' },
  },
  NCP_CONFIG_FILE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'En fil i konfigurationen kan inte läsas.', en: 'A file named in the configuration cannot be read.' },
    hint: { sv: 'Kontrollera sökväg och rättigheter.', en: 'Check path and permissions.' },
  },
  NCP_CLOCK_STEP: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Maskinens klocka har ställts om.', en: 'The clock of the machine was set.' },
    hint: { sv: 'Kontrollera tidsservern. Tjänsten går aldrig bakåt i tiden; det som har gått ut förblir utgånget.', en: 'Check the time server. The service never goes back in time; what has expired stays expired.' },
  },
  NCP_CLOCK_DRIFT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Maskinens klocka går för långt från databasens; inga uppgifter lämnas ut.', en: 'The clock of the machine is too far from that of the database; no data are released.' },
    hint: { sv: 'Ställ klockorna efter samma tidsserver. Tjänsten fortsätter av sig själv när de stämmer.', en: 'Set both clocks by the same time server. The service resumes by itself when they agree.' },
  },
  NCP_CLI_USAGE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Kommandot är felaktigt.', en: 'The command is used wrongly.' },
    hint: { sv: 'Kör kommandot med --help.', en: 'Run the command with --help.' },
  },
  NCP_CLI_INPUT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'En angiven fil kan inte läsas.', en: 'A file that was given cannot be read.' },
    hint: { sv: 'Kontrollera sökväg och rättigheter.', en: 'Check path and permissions.' },
  },
  NCP_CLI_NOT_RUNNING: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Inga tjänster körs.', en: 'No services are running.' },
    hint: { sv: 'Kör ./ncp start, eller ange mappen för den installation som körs med --state.', en: 'Run ./ncp start, or name the folder of the deployment that runs with --state.' },
  },
  NCP_CLI_PROCESS: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'En process avslutades oväntat.', en: 'A process ended unexpectedly.' },
    hint: { sv: 'Se loggen som anges.', en: 'See the log that is named.' },
  },
  NCP_CLI_PORT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'En port är upptagen.', en: 'A port is in use.' },
    hint: { sv: 'Stoppa den andra processen eller välj annan port.', en: 'Stop the other process or choose another port.' },
  },
  NCP_QUEUE_UNAVAILABLE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Kön svarar inte; arbetet hittas av svepet.', en: 'The queue does not answer; the sweep finds the work.' },
    hint: { sv: 'Kontrollera QUEUE_URL.', en: 'Check QUEUE_URL.' },
  },
  NCP_QUEUE_JOB: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett jobb kunde inte tolkas och har satts åt sidan.', en: 'A job could not be read and was set aside.' },
    hint: { sv: 'Se den döda kön.', en: 'See the dead letter queue.' },
  },
  NCP_INTERNAL: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Internt fel.', en: 'Internal error.' },
    hint: { sv: 'Ange utbytets id till driften.', en: 'Give the exchange id to operations.' },
  },
  NCP_TERMINOLOGY_SOURCE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'En terminologifil kan inte tolkas.', en: 'A terminology file cannot be read.' },
    hint: { sv: 'Jämför med formaten i README.', en: 'Compare with the formats in the README.' },
  },
  NCP_TERMINOLOGY_GAPS: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Terminologiluckor kunde inte sparas; svaren påverkas inte.', en: 'Terminology gaps could not be recorded; no answer is affected.' },
    hint: { sv: 'Kontrollera databasen. Antalet som gick förlorat står i larmet.', en: 'Check the database. The alarm says how many were lost.' },
  },
  NCP_TERMINOLOGY_RELEASE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Terminologikatalogen är ogiltig.', en: 'The terminology catalogue is invalid.' },
    hint: { sv: 'Den tidigare utgåvan gäller.', en: 'The earlier release stays in force.' },
  },
});
