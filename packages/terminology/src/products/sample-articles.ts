import { articlesOfRows, type Article, type ProductRow } from '@ncp/domain';

/**
 * Swedish packs of the sample world, authored. The first table is public register facts (NPL-id, pack id, varunummer, names,
 * sizes; sweden-national 4); products whose ids begin with 2099 are invented. The official register takes its place through
 * a product file.
 */
type Row = readonly [
  nplId: string, nplPackId: string, varunummer: string, name: string, form: string, strength: string, substance: string,
  atc: string, atcName: string, packAmount: string, packUnit: string, container: string, manufacturer: string, packText?: string,
];

const REGISTERED: readonly Row[] = [
  ['20060518000033', '20060629100325', '086625', 'Amlodipin Krka', 'tablett', '5 mg', 'amlodipin', 'C08CA01', 'Amlodipin', '100', 'tablett(er)', 'Blister', 'Krka'],
  ['19960927000041', '20050420100709', '021897', 'Metformin Actavis', 'filmdragerad tablett', '500 mg', 'metformin', 'A10BA02', 'Metformin', '400', 'styck', 'Burk', 'Actavis'],
  ['20041208000038', '20050722100032', '440652', 'Enalapril Krka', 'tablett', '20 mg', 'enalapril', 'C09AA02', 'Enalapril', '250', 'tablett(er)', 'Burk', 'Krka'],
  ['20070316000067', '20070509101281', '129685', 'Simvastatin Teva', 'filmdragerad tablett', '40 mg', 'simvastatin', 'C10AA01', 'Simvastatin', '100', 'tablett(er)', 'Burk', 'Teva'],
  ['19740301000047', '10010101106478', '027649', 'Levaxin', 'tablett', '50 mikrogram', 'levotyroxin', 'H03AA01', 'Levotyroxinnatrium', '100', 'tablett(er)', 'Burk', ''],
  ['19801003000060', '10010101106881', '390849', 'Furix', 'tablett', '40 mg', 'furosemid', 'C03CA01', 'Furosemid', '100', 'tablett(er)', 'Burk', ''],
  ['20110726000025', '20110912100348', '578523', 'Prednisolon Alternova', 'tablett', '10 mg', 'prednisolon', 'H02AB06', 'Prednisolon', '100', 'tablett(er)', 'Burk', 'Alternova'],
  ['19901221000139', '19920101100172', '429852', 'Hydrokortison CCS', 'kräm', '10 mg/g', 'hydrokortison', 'D07AA02', 'Hydrokortison', '100', 'gram', 'Tub', 'CCS'],
  ['20020208000385', '20020130100047', '009586', 'Symbicort Turbuhaler', 'inhal.pulv', '160 mikrogram/4,5 mikrogram/inhalation', 'budesonid, formoterol', 'R03AK07', 'Formoterol och budesonid', '120', 'dos(er)', 'Inhalator', 'Orifarm AB'],
  ['19880429000045', '19880401100343', '436048', 'SelokenZOC', 'depottablett', '50 mg', 'metoprolol', 'C07AB02', 'Metoprolol', '98', 'styck', 'Burk', 'AstraZeneca AB'],
  ['19790831000024', '19801001100182', '113902', 'Kåvepenin', 'filmdragerad tablett', '1 g', 'fenoximetylpenicillin', 'J01CE02', 'Fenoximetylpenicillin', '30', 'styck', 'Blister', ''],
  ['20060510000048', '20060626100182', '070323', 'Sertralin Teva', 'filmdragerad tablett', '100 mg', 'sertralin', 'N06AB06', 'Sertralin', '30', 'tablett(er)', 'Blister', 'Teva'],
  ['19581115000027', '20100825100146', '097633', 'Alvedon', 'filmdragerad tablett', '500 mg', 'paracetamol', 'N02BE01', 'Paracetamol', '100', 'styck', 'Burk', ''],
  ['19960718000014', '19960701100189', '124735', 'Xalatan', 'ögondroppar, lösning', '50 mikrogram/ml', 'latanoprost', 'S01EE01', 'Latanoprost', '2.5', 'milliliter', 'Droppflaska', 'Pfizer AB'],
  ['20061129000085', '20070215100417', '399235', 'Omeprazol Teva', 'enterokapsel, hård', '20 mg', 'omeprazol', 'A02BC01', 'Omeprazol', '100', 'kapsel/kapslar', 'Burk', 'Teva'],
  ['19920214000024', '19920101100387', '093195', 'Bricanyl Turbuhaler', 'inhal.pulv', '0,25 mg/dos', 'terbutalin', 'R03AC03', 'Terbutalin', '200', 'dos(er)', 'Inhalator', 'AstraZeneca AB'],
  ['19960502000015', '19960401100489', '124347', 'Ventoline Diskus', 'inhal.pulv, avd dos', '0,2 mg/dos', 'salbutamol', 'R03AC02', 'Salbutamol', '60', 'dos(er)', 'Inhalator', 'GlaxoSmithKline AB'],
  ['19881209000118', '19881001100443', '382762', 'Pulmicort Turbuhaler', 'inhal.pulv', '200 mikrogram/dos', 'budesonid', 'R03BA02', 'Budesonid', '200', 'dos(er)', 'Inhalator', 'AstraZeneca AB'],
  ['19990907000013', '19990907100027', '007523', 'NovoRapid', 'inj-vätska, lösning', '100 E/ml', 'insulin aspart', 'A10AB05', 'Insulin aspart', '10', 'milliliter', 'Injektionsflaska', 'Novo Nordisk Scandinavia AB'],
  ['20000609000023', '10010101126889', '089953', 'Lantus', 'inj-vätska, lösning', '100 E/ml', 'insulin glargin', 'A10AE04', 'Insulin glargin', '10', 'milliliter', 'Injektionsflaska', ''],
  ['20011130000253', '20011130100502', '005623', 'Estradot', 'depotplåster', '50 mikrogram/24 timmar', 'estradiol', 'G03CA03', 'Estradiol', '24', 'styck', 'Dospåse', 'Sandoz A/S'],
  ['20101127000028', '20110221100039', '594353', 'Xarelto', 'filmdragerad tablett', '15 mg', 'rivaroxaban', 'B01AF01', 'Rivaroxaban', '98', 'tablett(er)', 'Blister', 'Bayer AB'],
  ['20111026000050', '20120111100216', '569416', 'Eliquis', 'filmdragerad tablett', '5 mg', 'apixaban', 'B01AF02', 'Apixaban', '56', 'tablett(er)', 'Blister', ''],
  ['19910906000043', '19910701100221', '168146', 'Trombyl', 'tablett', '75 mg', 'acetylsalicylsyra', 'B01AC06', 'Acetylsalicylsyra', '100', 'styck', 'Burk', ''],
  ['19870918000182', '19870701100181', '142034', 'Naproxen Mylan', 'tablett', '500 mg', 'naproxen', 'M01AE02', 'Naproxen', '100', 'tablett(er)', 'Burk', 'Mylan AB'],
  ['19900316000139', '10010101110932', '463927', 'Diklofenak Mylan', 'suppositorium', '50 mg', 'diklofenak', 'M01AB05', 'Diklofenak', '10', 'suppositorium/suppositorier', 'Strip', 'Mylan AB'],
  ['20040528000056', '20030827100021', '014158', 'Amoxicillin Sandoz', 'pulver till oral suspension', '100 mg/ml', 'amoxicillin', 'J01CA04', 'Amoxicillin', '100', 'milliliter', 'Flaska', 'Sandoz A/S'],
  ['20120324000013', '20120911100171', '151389', 'Amoxicillin/Clavulanic acid BB', 'filmdragerad tablett', '875 mg/125 mg', 'amoxicillin, klavulansyra', 'J01CR02', 'Amoxicillin och betalaktamashämmare', '20', 'tablett(er)', 'Blister', ''],
  ['19960815000085', '19980118100015', '530188', 'Movicol', 'pulver till oral lösning i dospåse', '', 'makrogol, elektrolyter', 'A06AD65', 'Makrogol, kombinationer', '50', 'styck', 'Dospåse', 'Norgine BV'],
  ['19851108000076', '19851001100194', '107300', 'Laktulos Meda', 'oral lösning', '670 mg/ml', 'laktulos', 'A06AD11', 'Laktulos', '1000', 'milliliter', 'Flaska', 'Meda'],
  ['19631127000024', '20040623100064', '015381', 'Betapred', 'tablett', '0,5 mg', 'betametason', 'H02AB01', 'Betametason', '100', 'tablett(er)', 'Burk', ''],
  ['19641125000025', '19740101100022', '409268', 'Behepan', 'filmdragerad tablett', '1 mg', 'cyanokobalamin', 'B03BA01', 'Cyanokobalamin', '100', 'styck', 'Burk', ''],
  ['20090507000256', '20090914100303', '143266', 'Atorvastatin Teva', 'filmdragerad tablett', '20 mg', 'atorvastatin', 'C10AA05', 'Atorvastatin', '100', 'tablett(er)', 'Burk', 'Teva'],
  ['20060601000025', '20060705100829', '074331', 'Losartan/Hydrochlorothiazide Teva', 'filmdragerad tablett', '100 mg/25 mg', 'losartan, hydroklortiazid', 'C09DA01', 'Losartan och diuretika', '100', 'tablett(er)', 'Blister', 'Teva'],
  ['20051106000030', '20051208100201', '069242', 'Citalopram Teva', 'filmdragerad tablett', '20 mg', 'citalopram', 'N06AB04', 'Citalopram', '100', 'tablett(er)', 'Burk', 'Teva'],
  ['19701120000014', '20080612100019', '144453', 'Duroferon', 'depottablett', '100 mg Fe2+', 'järn(II)sulfat', 'B03AA07', 'Järnsulfat', '100', 'styck', 'Burk', ''],
  ['20081209000064', '20090608100060', '067222', 'Folacin', 'tablett', '1 mg', 'folsyra', 'B03BB01', 'Folsyra', '100', 'tablett(er)', 'Burk', ''],
  ['19360121000012', '19880401100022', '417139', 'Inolaxol', 'granulat', '', 'sterkuliagummi', 'A06AC03', 'Sterkulia', '500', 'gram', 'Burk', ''],
];

const INVENTED: readonly Row[] = [
  ['20990606000001', '20990607000001', '', 'Insulin glargin Test', 'injektionsvätska, lösning, förfylld injektionspenna', '100 E/ml', 'insulin glargin', 'A10AE04', 'Insulin glargin', '15', 'milliliter', 'Förfylld injektionspenna', 'Påhittad AB', '5 x 3 milliliter'],
  ['20990606000002', '20990607000002', '', 'Insulin glargin Test', 'injektionsvätska, lösning, förfylld injektionspenna', '100 E/ml', 'insulin glargin', 'A10AE04', 'Insulin glargin', '30', 'milliliter', 'Förfylld injektionspenna', 'Påhittad AB', '10 x 3 milliliter'],
  ['20990606000003', '20990607000003', '', 'Insulin glargin Stark Test', 'injektionsvätska, lösning, förfylld injektionspenna', '300 E/ml', 'insulin glargin', 'A10AE04', 'Insulin glargin', '4.5', 'milliliter', 'Förfylld injektionspenna', 'Påhittad AB', '3 x 1,5 milliliter'],
  ['20990606000004', '20990607000004', '', 'Insulin glargin Test', 'injektionsvätska, lösning, cylinderampull', '100 E/ml', 'insulin glargin', 'A10AE04', 'Insulin glargin', '15', 'milliliter', 'Cylinderampull', 'Påhittad AB', '5 x 3 milliliter'],
  ['20990606000005', '20990607000005', '', 'Metformin Test', 'filmdragerad tablett', '500 mg', 'metformin', 'A10BA02', 'Metformin', '100', 'tablett(er)', 'Blister', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000006', '20990607000006', '', 'Metformin Test', 'filmdragerad tablett', '850 mg', 'metformin', 'A10BA02', 'Metformin', '100', 'tablett(er)', 'Blister', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000007', '20990607000007', '', 'Metformin Test', 'filmdragerad tablett', '1000 mg', 'metformin', 'A10BA02', 'Metformin', '100', 'tablett(er)', 'Burk', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000008', '20990607000008', '', 'Amlodipin Test', 'tablett', '5 mg', 'amlodipin', 'C08CA01', 'Amlodipin', '30', 'tablett(er)', 'Blister', 'Påhittad AB', '30 tablett(er)'],
  ['20990606000009', '20990607000009', '', 'Amlodipin Test', 'tablett', '10 mg', 'amlodipin', 'C08CA01', 'Amlodipin', '100', 'tablett(er)', 'Blister', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000010', '20990607000010', '', 'Simvastatin Test', 'filmdragerad tablett', '40 mg', 'simvastatin', 'C10AA01', 'Simvastatin', '30', 'tablett(er)', 'Blister', 'Påhittad AB', '30 tablett(er)'],
  ['20990606000011', '20990607000011', '', 'Simvastatin Test', 'filmdragerad tablett', '20 mg', 'simvastatin', 'C10AA01', 'Simvastatin', '60', 'tablett(er)', 'Blister', 'Påhittad AB', '60 tablett(er)'],
  ['20990606000012', '20990607000012', '', 'Simvastatin Test', 'filmdragerad tablett', '20 mg', 'simvastatin', 'C10AA01', 'Simvastatin', '100', 'tablett(er)', 'Burk', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000013', '20990607000013', '', 'Enalapril Test', 'tablett', '20 mg', 'enalapril', 'C09AA02', 'Enalapril', '100', 'tablett(er)', 'Blister', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000014', '20990607000014', '', 'Enalapril Test', 'tablett', '10 mg', 'enalapril', 'C09AA02', 'Enalapril', '100', 'tablett(er)', 'Blister', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000015', '20990607000015', '', 'Omeprazol Test', 'enterokapsel, hård', '20 mg', 'omeprazol', 'A02BC01', 'Omeprazol', '28', 'kapsel/kapslar', 'Burk', 'Påhittad AB', '28 kapsel/kapslar'],
  ['20990606000016', '20990607000016', '', 'Omeprazol Test', 'enterokapsel, hård', '40 mg', 'omeprazol', 'A02BC01', 'Omeprazol', '28', 'kapsel/kapslar', 'Burk', 'Påhittad AB', '28 kapsel/kapslar'],
  ['20990606000017', '20990607000017', '', 'Paracetamol Test', 'tablett', '500 mg', 'paracetamol', 'N02BE01', 'Paracetamol', '20', 'tablett(er)', 'Blister', 'Påhittad AB', '20 tablett(er)'],
  ['20990606000018', '20990607000018', '', 'Paracetamol Test', 'tablett', '500 mg', 'paracetamol', 'N02BE01', 'Paracetamol', '100', 'tablett(er)', 'Burk', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000019', '20990607000019', '', 'Paracetamol Test', 'brustablett', '500 mg', 'paracetamol', 'N02BE01', 'Paracetamol', '60', 'tablett(er)', 'Burk', 'Påhittad AB', '60 tablett(er)'],
  ['20990606000020', '20990607000020', '', 'Furosemid Test', 'tablett', '40 mg', 'furosemid', 'C03CA01', 'Furosemid', '60', 'tablett(er)', 'Blister', 'Påhittad AB', '60 tablett(er)'],
  ['20990606000021', '20990607000021', '', 'Furosemid Test', 'tablett', '20 mg', 'furosemid', 'C03CA01', 'Furosemid', '100', 'tablett(er)', 'Burk', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000022', '20990607000022', '', 'Levotyroxin Test', 'tablett', '25 mikrogram', 'levotyroxin', 'H03AA01', 'Levotyroxinnatrium', '100', 'tablett(er)', 'Burk', 'Påhittad AB', '100 tablett(er)'],
  ['20990606000023', '20990607000023', '', 'Levotyroxin Test', 'tablett', '100 mikrogram', 'levotyroxin', 'H03AA01', 'Levotyroxinnatrium', '100', 'tablett(er)', 'Burk', 'Påhittad AB', '100 tablett(er)'],
];

/** Of narcotic class II: found by those who search for it, never suggested (decisions D78). */
const NARCOTIC: readonly Row[] = [
  ['20990101000018', '20990101100015', '', 'Oxikodon Test', 'depottablett', '5 mg', 'oxikodon', 'N02AA05', 'Oxikodon', '98', 'styck', 'Blister', 'Påhittad AB', '98 styck'],
];

const rowOf = ([nplId, nplPackId, varunummer, name, form, strength, substance, atc, atcName, packAmount, packUnit, container, manufacturer, packText]: Row): ProductRow => ({
  nplId, nplPackId, varunummer, name, form, strength, substance, atc, atcName, packAmount, packUnit, container, manufacturer,
  packText: packText ?? `${packAmount.replace('.', ',')} ${packUnit}`, kind: 'medicinal-product', authorisation: 'approved',
});

export const SAMPLE_ARTICLES: readonly Article[] = articlesOfRows([
  ...[...REGISTERED, ...INVENTED].map(rowOf),
  ...NARCOTIC.map((row) => ({ ...rowOf(row), narcoticClass: 'II' })),
]).articles;
