import { row, type Row } from '../table.js';

/** ISO 3166-1: EU, EEA and countries near by (value set 42.4). */
export const COUNTRIES: readonly Row[] = [
  row('AT', 'Austria', 'Österrike'), row('BE', 'Belgium', 'Belgien'), row('BG', 'Bulgaria', 'Bulgarien'), row('CY', 'Cyprus', 'Cypern'),
  row('CZ', 'Czechia', 'Tjeckien'), row('DE', 'Germany', 'Tyskland'), row('DK', 'Denmark', 'Danmark'), row('EE', 'Estonia', 'Estland'),
  row('ES', 'Spain', 'Spanien'), row('FI', 'Finland', 'Finland'), row('FR', 'France', 'Frankrike'), row('GR', 'Greece', 'Grekland'),
  row('HR', 'Croatia', 'Kroatien'), row('HU', 'Hungary', 'Ungern'), row('IE', 'Ireland', 'Irland'), row('IT', 'Italy', 'Italien'),
  row('LT', 'Lithuania', 'Litauen'), row('LU', 'Luxembourg', 'Luxemburg'), row('LV', 'Latvia', 'Lettland'), row('MT', 'Malta', 'Malta'),
  row('NL', 'Netherlands', 'Nederländerna'), row('PL', 'Poland', 'Polen'), row('PT', 'Portugal', 'Portugal'), row('RO', 'Romania', 'Rumänien'),
  row('SE', 'Sweden', 'Sverige'), row('SI', 'Slovenia', 'Slovenien'), row('SK', 'Slovakia', 'Slovakien'),
  row('IS', 'Iceland', 'Island'), row('LI', 'Liechtenstein', 'Liechtenstein'), row('NO', 'Norway', 'Norge'), row('CH', 'Switzerland', 'Schweiz'),
  row('GB', 'United Kingdom', 'Storbritannien'), row('US', 'United States', 'USA'), row('UA', 'Ukraine', 'Ukraina'), row('RS', 'Serbia', 'Serbien'),
  row('TR', 'Türkiye', 'Turkiet'), row('FO', 'Faroe Islands', 'Färöarna'), row('GL', 'Greenland', 'Grönland'), row('AX', 'Åland Islands', 'Åland'),
];

/** BCP 47 primary languages. */
export const LANGUAGES: readonly Row[] = [
  row('bg', 'Bulgarian', 'bulgariska'), row('cs', 'Czech', 'tjeckiska'), row('da', 'Danish', 'danska'), row('de', 'German', 'tyska'),
  row('el', 'Greek', 'grekiska'), row('en', 'English', 'engelska'), row('es', 'Spanish', 'spanska'), row('et', 'Estonian', 'estniska'),
  row('fi', 'Finnish', 'finska'), row('fr', 'French', 'franska'), row('ga', 'Irish', 'iriska'), row('hr', 'Croatian', 'kroatiska'),
  row('hu', 'Hungarian', 'ungerska'), row('is', 'Icelandic', 'isländska'), row('it', 'Italian', 'italienska'), row('lb', 'Luxembourgish', 'luxemburgiska'),
  row('lt', 'Lithuanian', 'litauiska'), row('lv', 'Latvian', 'lettiska'), row('mt', 'Maltese', 'maltesiska'), row('nl', 'Dutch', 'nederländska'),
  row('nb', 'Norwegian Bokmål', 'norska (bokmål)'), row('nn', 'Norwegian Nynorsk', 'norska (nynorsk)'), row('no', 'Norwegian', 'norska'),
  row('pl', 'Polish', 'polska'), row('pt', 'Portuguese', 'portugisiska'), row('ro', 'Romanian', 'rumänska'), row('ru', 'Russian', 'ryska'),
  row('se', 'Northern Sami', 'nordsamiska'), row('sk', 'Slovak', 'slovakiska'), row('sl', 'Slovenian', 'slovenska'), row('sr', 'Serbian', 'serbiska'),
  row('sv', 'Swedish', 'svenska'), row('tr', 'Turkish', 'turkiska'), row('uk', 'Ukrainian', 'ukrainska'),
];
