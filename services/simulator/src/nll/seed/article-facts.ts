import type { LOCAL_PRODUCT_CLASSES } from '@ncp/fhir';

/** What the simulator's product register says of one article. */
export interface ArticleFacts {
  readonly npl: string;
  readonly pack: string;
  readonly varunummer?: string;
  readonly name: string;
  /** As the register writes it, abbreviations included. */
  readonly form: string;
  readonly strength: string;
  readonly substance: string;
  readonly atc?: readonly [code: string, display: string];
  readonly amount: string;
  readonly unit: string;
  readonly container: string;
  /** Empty where the register sample does not say. */
  readonly holder: string;
  readonly productClass?: keyof typeof LOCAL_PRODUCT_CLASSES;
  readonly medicinal?: boolean;
  readonly controlled?: boolean;
  readonly narcoticClass?: string;
  readonly restriction?: string;
  readonly inactive?: boolean;
}

type Row = readonly [
  npl: string, pack: string, varunummer: string, name: string, form: string, strength: string, substance: string,
  atc: string, atcName: string, amount: string, unit: string, container: string, holder: string,
];

/** Public register facts (NPL-id, pack id, varunummer, names, sizes), sweden-national 4. */
const REGISTERED: Readonly<Record<string, Row>> = {
  amlodipin: ['20060518000033', '20060629100325', '086625', 'Amlodipin Krka', 'tablett', '5 mg', 'amlodipin', 'C08CA01', 'Amlodipin', '100', 'tablett(er)', 'Blister', 'Krka'],
  metformin: ['19960927000041', '20050420100709', '021897', 'Metformin Actavis', 'filmdragerad tablett', '500 mg', 'metformin', 'A10BA02', 'Metformin', '400', 'styck', 'Burk', 'Actavis'],
  enalapril: ['20041208000038', '20050722100032', '440652', 'Enalapril Krka', 'tablett', '20 mg', 'enalapril', 'C09AA02', 'Enalapril', '250', 'tablett(er)', 'Burk', 'Krka'],
  simvastatin: ['20070316000067', '20070509101281', '129685', 'Simvastatin Teva', 'filmdragerad tablett', '40 mg', 'simvastatin', 'C10AA01', 'Simvastatin', '100', 'tablett(er)', 'Burk', 'Teva'],
  levaxin: ['19740301000047', '10010101106478', '027649', 'Levaxin', 'tablett', '50 mikrogram', 'levotyroxin', 'H03AA01', 'Levotyroxinnatrium', '100', 'tablett(er)', 'Burk', ''],
  furix: ['19801003000060', '10010101106881', '390849', 'Furix', 'tablett', '40 mg', 'furosemid', 'C03CA01', 'Furosemid', '100', 'tablett(er)', 'Burk', ''],
  prednisolon: ['20110726000025', '20110912100348', '578523', 'Prednisolon Alternova', 'tablett', '10 mg', 'prednisolon', 'H02AB06', 'Prednisolon', '100', 'tablett(er)', 'Burk', 'Alternova'],
  hydrokortison: ['19901221000139', '19920101100172', '429852', 'Hydrokortison CCS', 'kräm', '10 mg/g', 'hydrokortison', 'D07AA02', 'Hydrokortison', '100', 'gram', 'Tub', 'CCS'],
  symbicort: ['20020208000385', '20020130100047', '009586', 'Symbicort Turbuhaler', 'inhal.pulv', '160 mikrogram/4,5 mikrogram/inhalation', 'budesonid, formoterol', 'R03AK07', 'Formoterol och budesonid', '120', 'dos(er)', 'Inhalator', 'Orifarm AB'],
  seloken: ['19880429000045', '19880401100343', '436048', 'SelokenZOC', 'depottablett', '50 mg', 'metoprolol', 'C07AB02', 'Metoprolol', '98', 'styck', 'Burk', 'AstraZeneca AB'],
  kavepenin: ['19790831000024', '19801001100182', '113902', 'Kåvepenin', 'filmdragerad tablett', '1 g', 'fenoximetylpenicillin', 'J01CE02', 'Fenoximetylpenicillin', '30', 'styck', 'Blister', ''],
  sertralin: ['20060510000048', '20060626100182', '070323', 'Sertralin Teva', 'filmdragerad tablett', '100 mg', 'sertralin', 'N06AB06', 'Sertralin', '30', 'tablett(er)', 'Blister', 'Teva'],
  alvedon: ['19581115000027', '20100825100146', '097633', 'Alvedon', 'filmdragerad tablett', '500 mg', 'paracetamol', 'N02BE01', 'Paracetamol', '100', 'styck', 'Burk', ''],
  xalatan: ['19960718000014', '19960701100189', '124735', 'Xalatan', 'ögondroppar, lösning', '50 mikrogram/ml', 'latanoprost', 'S01EE01', 'Latanoprost', '2.5', 'milliliter', 'Droppflaska', 'Pfizer AB'],
  omeprazol: ['20061129000085', '20070215100417', '399235', 'Omeprazol Teva', 'enterokapsel, hård', '20 mg', 'omeprazol', 'A02BC01', 'Omeprazol', '100', 'kapsel/kapslar', 'Burk', 'Teva'],
  bricanyl: ['19920214000024', '19920101100387', '093195', 'Bricanyl Turbuhaler', 'inhal.pulv', '0,25 mg/dos', 'terbutalin', 'R03AC03', 'Terbutalin', '200', 'dos(er)', 'Inhalator', 'AstraZeneca AB'],
  ventoline: ['19960502000015', '19960401100489', '124347', 'Ventoline Diskus', 'inhal.pulv, avd dos', '0,2 mg/dos', 'salbutamol', 'R03AC02', 'Salbutamol', '60', 'dos(er)', 'Inhalator', 'GlaxoSmithKline AB'],
  pulmicort: ['19881209000118', '19881001100443', '382762', 'Pulmicort Turbuhaler', 'inhal.pulv', '200 mikrogram/dos', 'budesonid', 'R03BA02', 'Budesonid', '200', 'dos(er)', 'Inhalator', 'AstraZeneca AB'],
  novorapid: ['19990907000013', '19990907100027', '007523', 'NovoRapid', 'inj-vätska, lösning', '100 E/ml', 'insulin aspart', 'A10AB05', 'Insulin aspart', '10', 'milliliter', 'Injektionsflaska', 'Novo Nordisk Scandinavia AB'],
  lantus: ['20000609000023', '10010101126889', '089953', 'Lantus', 'inj-vätska, lösning', '100 E/ml', 'insulin glargin', 'A10AE04', 'Insulin glargin', '10', 'milliliter', 'Injektionsflaska', ''],
  estradot: ['20011130000253', '20011130100502', '005623', 'Estradot', 'depotplåster', '50 mikrogram/24 timmar', 'estradiol', 'G03CA03', 'Estradiol', '24', 'styck', 'Dospåse', 'Sandoz A/S'],
  xarelto: ['20101127000028', '20110221100039', '594353', 'Xarelto', 'filmdragerad tablett', '15 mg', 'rivaroxaban', 'B01AF01', 'Rivaroxaban', '98', 'tablett(er)', 'Blister', 'Bayer AB'],
  eliquis: ['20111026000050', '20120111100216', '569416', 'Eliquis', 'filmdragerad tablett', '5 mg', 'apixaban', 'B01AF02', 'Apixaban', '56', 'tablett(er)', 'Blister', ''],
  trombyl: ['19910906000043', '19910701100221', '168146', 'Trombyl', 'tablett', '75 mg', 'acetylsalicylsyra', 'B01AC06', 'Acetylsalicylsyra', '100', 'styck', 'Burk', ''],
  naproxen: ['19870918000182', '19870701100181', '142034', 'Naproxen Mylan', 'tablett', '500 mg', 'naproxen', 'M01AE02', 'Naproxen', '100', 'tablett(er)', 'Burk', 'Mylan AB'],
  diklofenak: ['19900316000139', '10010101110932', '463927', 'Diklofenak Mylan', 'suppositorium', '50 mg', 'diklofenak', 'M01AB05', 'Diklofenak', '10', 'suppositorium/suppositorier', 'Strip', 'Mylan AB'],
  amoxicillin: ['20040528000056', '20030827100021', '014158', 'Amoxicillin Sandoz', 'pulver till oral suspension', '100 mg/ml', 'amoxicillin', 'J01CA04', 'Amoxicillin', '100', 'milliliter', 'Flaska', 'Sandoz A/S'],
  amoxiclav: ['20120324000013', '20120911100171', '151389', 'Amoxicillin/Clavulanic acid BB', 'filmdragerad tablett', '875 mg/125 mg', 'amoxicillin, klavulansyra', 'J01CR02', 'Amoxicillin och betalaktamashämmare', '20', 'tablett(er)', 'Blister', ''],
  movicol: ['19960815000085', '19980118100015', '530188', 'Movicol', 'pulver till oral lösning i dospåse', '', 'makrogol, elektrolyter', 'A06AD65', 'Makrogol, kombinationer', '50', 'styck', 'Dospåse', 'Norgine BV'],
  laktulos: ['19851108000076', '19851001100194', '107300', 'Laktulos Meda', 'oral lösning', '670 mg/ml', 'laktulos', 'A06AD11', 'Laktulos', '1000', 'milliliter', 'Flaska', 'Meda'],
  betapred: ['19631127000024', '20040623100064', '015381', 'Betapred', 'tablett', '0,5 mg', 'betametason', 'H02AB01', 'Betametason', '100', 'tablett(er)', 'Burk', ''],
  behepan: ['19641125000025', '19740101100022', '409268', 'Behepan', 'filmdragerad tablett', '1 mg', 'cyanokobalamin', 'B03BA01', 'Cyanokobalamin', '100', 'styck', 'Burk', ''],
  atorvastatin: ['20090507000256', '20090914100303', '143266', 'Atorvastatin Teva', 'filmdragerad tablett', '20 mg', 'atorvastatin', 'C10AA05', 'Atorvastatin', '100', 'tablett(er)', 'Burk', 'Teva'],
  losartan: ['20060601000025', '20060705100829', '074331', 'Losartan/Hydrochlorothiazide Teva', 'filmdragerad tablett', '100 mg/25 mg', 'losartan, hydroklortiazid', 'C09DA01', 'Losartan och diuretika', '100', 'tablett(er)', 'Blister', 'Teva'],
  citalopram: ['20051106000030', '20051208100201', '069242', 'Citalopram Teva', 'filmdragerad tablett', '20 mg', 'citalopram', 'N06AB04', 'Citalopram', '100', 'tablett(er)', 'Burk', 'Teva'],
  duroferon: ['19701120000014', '20080612100019', '144453', 'Duroferon', 'depottablett', '100 mg Fe2+', 'järn(II)sulfat', 'B03AA07', 'Järnsulfat', '100', 'styck', 'Burk', ''],
  folacin: ['20081209000064', '20090608100060', '067222', 'Folacin', 'tablett', '1 mg', 'folsyra', 'B03BB01', 'Folsyra', '100', 'tablett(er)', 'Burk', ''],
  inolaxol: ['19360121000012', '19880401100022', '417139', 'Inolaxol', 'granulat', '', 'sterkuliagummi', 'A06AC03', 'Sterkulia', '500', 'gram', 'Burk', ''],
};

const fromRow = ([npl, pack, varunummer, name, form, strength, substance, atc, atcName, amount, unit, container, holder]: Row): ArticleFacts => ({
  npl, pack, varunummer, name, form, strength, substance, atc: [atc, atcName], amount, unit, container, holder,
});

const invented = (day: string, serial: string, facts: Omit<ArticleFacts, 'npl' | 'pack' | 'container' | 'holder'>): ArticleFacts =>
  ({ npl: `2099${day}0000${serial}`, pack: `2099${day}1000${serial}`, container: 'Burk', holder: 'Påhittad AB', ...facts });
const tablets = { form: 'tablett', amount: '100', unit: 'tablett(er)' } as const;

/** Articles that must not be offered abroad; ids that begin with 2099 are invented (decisions 4). */
const RESTRICTED: Readonly<Record<string, ArticleFacts>> = {
  oxikodon: { ...invented('0101', '18', { name: 'Oxikodon Test', form: 'depottablett', strength: '5 mg', substance: 'oxikodon', atc: ['N02AA05', 'Oxikodon'], amount: '98', unit: 'styck', narcoticClass: 'II' }), pack: '20990101100015' },
  testlicens: { ...invented('0202', '25', { ...tablets, name: 'Testlicens', strength: '10 mg', substance: 'påhittin', productClass: 'licence' }), pack: '20990202100022' },
  prednisolonApl: { npl: '20030804003710', pack: '20031002104780', varunummer: '337477', name: 'Prednisolon APL', form: 'kapsel, hård', strength: '1 mg', substance: 'prednisolon', atc: ['H02AB06', 'Prednisolon'], amount: '100', unit: 'kapsel/kapslar', container: 'Burk', holder: 'APL', productClass: 'extempore' },
  teststickor: invented('0303', '31', { name: 'Teststickor Blodsocker', form: '', strength: '', substance: '', amount: '50', unit: 'styck', productClass: 'merchandise', medicinal: false }),
  testmjol: invented('0303', '48', { name: 'Glutenfritt Mjöl Test', form: '', strength: '', substance: '', amount: '1000', unit: 'gram', productClass: 'food', medicinal: false }),
  tekniskSprit: invented('0303', '55', { name: 'Teknisk sprit Test', form: 'kutan lösning', strength: '95 %', substance: 'etanol', amount: '500', unit: 'milliliter', productClass: 'technicalSpirit', medicinal: false }),
  testvet: invented('0404', '61', { name: 'Testvet', form: 'tuggtablett', strength: '50 mg', substance: 'carprofen', atc: ['QM01AE91', 'Carprofen'], amount: '20', unit: 'tablett(er)', productClass: 'veterinary' }),
  testsjukhus: invented('0404', '78', { name: 'Testinfusion', form: 'inf-vätska, lösning', strength: '9 mg/ml', substance: 'natriumklorid', atc: ['B05BB01', 'Elektrolyter'], amount: '1000', unit: 'milliliter', restriction: 'SJUKHUS' }),
  testhormon: invented('0404', '85', { name: 'Testhormon', form: 'inj-vätska, lösning, förfylld injektionspenna', strength: '5 mg/1,5 ml', substance: 'somatropin', atc: ['H01AC01', 'Somatropin'], amount: '1.5', unit: 'milliliter', controlled: true }),
  testavreg: invented('0505', '92', { ...tablets, name: 'Testavreg', strength: '20 mg', substance: 'påhittol', productClass: 'deregistered', inactive: true }),
  namnlos: invented('0505', '99', { name: '', form: '', strength: '', substance: '', amount: '10', unit: 'styck' }),
};

export const ARTICLES: Readonly<Record<string, ArticleFacts>> = {
  ...Object.fromEntries(Object.entries(REGISTERED).map(([key, row]) => [key, fromRow(row)])),
  ...RESTRICTED,
};

/** An article by its key. @throws Error for a key that the seed does not have */
export const article = (key: string): ArticleFacts => {
  const facts = ARTICLES[key];
  if (facts === undefined) throw new Error(`no article ${key} in the seed`);
  return facts;
};

const SINGULAR: Readonly<Record<string, string>> = {
  'tablett(er)': 'tablett', 'kapsel/kapslar': 'kapsel', 'dos(er)': 'dos', 'suppositorium/suppositorier': 'suppositorium',
};
/** The unit as a dose is written in it: `tablett(er)` -> `tablett`. */
export const singularUnit = (unit: string): string => SINGULAR[unit] ?? unit;

/** What a prescription says of its article in words. */
export const articleText = (facts: ArticleFacts): string =>
  [facts.name, [facts.form, facts.strength].filter((part) => part !== '').join(' '), `${facts.amount.replace('.', ',')} ${facts.unit}`].filter((part) => part !== '').join(', ');
