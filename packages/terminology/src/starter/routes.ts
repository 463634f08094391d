import { row, type Row } from './table.js';

/** Routes of administration (sweden-national 4.1, value set 42.12). */
export const ROUTES: readonly Row[] = [
  row('20053000', 'Oral use', 'oral användning', 'oral', 'peroral'),
  row('20066000', 'Subcutaneous use', 'subkutan användning', 'subkutan'),
  row('20035000', 'Intramuscular use', 'intramuskulär användning', 'intramuskulär'),
  row('20045000', 'Intravenous use', 'intravenös användning', 'intravenös'),
  row('20020000', 'Inhalation use', 'användning för inhalation', 'inhalation'),
  row('20003000', 'Cutaneous use', 'kutan användning', 'kutan'),
  row('20051000', 'Ocular use', 'okulär användning', 'okulär'),
  row('20049000', 'Nasal use', 'nasal användning', 'nasal'),
  row('20061000', 'Rectal use', 'rektal användning', 'rektal'),
  row('20072000', 'Vaginal use', 'vaginal användning', 'vaginal'),
  row('20070000', 'Transdermal use', 'transdermal användning', 'transdermal'),
  row('20067000', 'Sublingual use', 'sublingual användning', 'sublingual'),
  row('20001000', 'Auricular use', 'användning i örat', 'öra'),
  row('20002500', 'Buccal use', 'buckal användning', 'buckal'),
  row('20044000', 'Intrauterine use', 'intrauterin användning', 'intrauterin'),
  row('20054000', 'Oromucosal use', 'användning i munhålan'),
];
