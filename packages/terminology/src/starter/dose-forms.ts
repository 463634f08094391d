import { row, type Row } from './table.js';

/**
 * Dose forms: Läkemedelsverket's Swedish term and the EDQM standard term (sweden-national 4.1, value set 42.2).
 * Texts are understood after `normaliseTerm`, so abbreviations and `i förfylld ...` need no rows of their own.
 */

/** One *styck* is a tablet. */
export const TABLET_FORMS: readonly Row[] = [
  row('10219000', 'Tablet', 'tablett'),
  row('10221000', 'Film-coated tablet', 'filmdragerad tablett'),
  row('10220000', 'Coated tablet', 'dragerad tablett'),
  row('10226000', 'Prolonged-release tablet', 'depottablett'),
  row('10225000', 'Gastro-resistant tablet', 'enterotablett'),
  row('10227000', 'Modified-release tablet', 'tablett med modifierad frisättning'),
  row('10223000', 'Orodispersible tablet', 'munsönderfallande tablett'),
  row('10121000', 'Dispersible tablet', 'dispergerbar tablett'),
  row('10228000', 'Chewable tablet', 'tuggtablett'),
  row('10222000', 'Effervescent tablet', 'brustablett'),
  row('10318000', 'Sublingual tablet', 'sublingualtablett', 'resoriblett, sublingual'),
  row('10912000', 'Vaginal tablet', 'vaginaltablett'),
];

/** One *styck* is a capsule. */
export const CAPSULE_FORMS: readonly Row[] = [
  row('10210000', 'Capsule, hard', 'kapsel, hård'),
  row('10211000', 'Capsule, soft', 'kapsel, mjuk'),
  row('10215000', 'Prolonged-release capsule, hard', 'depotkapsel, hård'),
  row('10217000', 'Modified-release capsule, hard', 'kapsel med modifierad frisättning, hård'),
  row('10212000', 'Gastro-resistant capsule, hard', 'enterokapsel, hård'),
  row('10213000', 'Gastro-resistant capsule, soft', 'enterokapsel, mjuk'),
  row('11110000', 'Inhalation powder, hard capsule', 'inhalationspulver, hård kapsel'),
];

/** One *styck* is a sachet. */
export const SACHET_FORMS: readonly Row[] = [
  row('50052500', 'Powder for oral solution in sachet', 'pulver till oral lösning i dospåse'),
  row('50037800', 'Oral powder in sachet', 'oralt pulver i dospåse'),
  row('50029550', 'Granules in sachet', 'granulat i dospåse'),
  row('50029200', 'Granules for oral suspension in sachet', 'granulat till oral suspension i dospåse'),
  row('50038600', 'Oral solution in sachet', 'oral lösning i dospåse'),
  row('50038700', 'Oral suspension in sachet', 'oral suspension i dospåse'),
];

/** One *dos* is one actuation of the device. */
export const METERED_FORMS: readonly Row[] = [
  row('10809000', 'Nasal spray, suspension', 'nässpray, suspension'),
  row('10808000', 'Nasal spray, solution', 'nässpray, lösning'),
  row('11109000', 'Inhalation powder', 'inhalationspulver'),
  row('11107000', 'Pressurised inhalation, suspension', 'inhalationsspray, suspension'),
  row('11106000', 'Pressurised inhalation, solution', 'inhalationsspray, lösning'),
];

/** Forms with a countable unit of their own; `COUNTABLE_FORM_UNITS` names it. */
export const COUNTABLE_FORMS: readonly Row[] = [
  row('10224000', 'Oral lyophilisate', 'frystorkad tablett'),
  row('10519000', 'Transdermal patch', 'depotplåster'),
  row('10506000', 'Medicated plaster', 'medicinskt plåster'),
  row('11013000', 'Suppository', 'suppositorium'),
  row('10909000', 'Pessary', 'vagitorium'),
  row('10915000', 'Vaginal delivery system', 'vaginalinlägg'),
  row('11901000', 'Intrauterine delivery system', 'intrauterint inlägg'),
  row('11301000', 'Implant', 'implantat'),
  row('10229000', 'Medicated chewing-gum', 'medicinskt tuggummi'),
  row('50060300', 'Solution for injection in pre-filled syringe', 'injektionsvätska, lösning, förfylld spruta'),
  row('50060200', 'Solution for injection in pre-filled pen', 'injektionsvätska, lösning, förfylld injektionspenna'),
  row('50060100', 'Solution for injection in cartridge', 'injektionsvätska, lösning, cylinderampull'),
  row('50063200', 'Suspension for injection in pre-filled pen', 'injektionsvätska, suspension, förfylld injektionspenna'),
  row('50063300', 'Suspension for injection in pre-filled syringe', 'injektionsvätska, suspension, förfylld spruta'),
  row('50023000', 'Eye drops, solution in single-dose container', 'ögondroppar, lösning i endosbehållare'),
];

/** EDQM unit of one *styck* of each form of `COUNTABLE_FORMS`. */
export const COUNTABLE_FORM_UNITS: Readonly<Record<string, string>> = {
  '10224000': '15030000',
  '10519000': '15036000',
  '10506000': '15042000',
  '11013000': '15051000',
  '10909000': '15039000',
  '10915000': '15053000',
  '11901000': '15053000',
  '11301000': '15025000',
  '10229000': '15024000',
  '50060300': '15052000',
  '50060200': '15037000',
  '50060100': '15013000',
  '50063200': '15037000',
  '50063300': '15052000',
  '50023000': '15016000',
};

/** Measured by volume or mass; a *styck* of them is a whole package and says nothing of the dose. */
export const MEASURED_FORMS: readonly Row[] = [
  row('10105000', 'Oral solution', 'oral lösning'),
  row('10106000', 'Oral suspension', 'oral suspension'),
  row('10107000', 'Oral emulsion', 'oral emulsion'),
  row('10101000', 'Oral drops, solution', 'orala droppar, lösning'),
  row('10102000', 'Oral drops, suspension', 'orala droppar, suspension'),
  row('10204000', 'Granules', 'granulat'),
  row('10205000', 'Effervescent granules', 'brusgranulat'),
  row('10206000', 'Gastro-resistant granules', 'enterogranulat'),
  row('10207000', 'Prolonged-release granules', 'depotgranulat'),
  row('10113000', 'Granules for oral suspension', 'granulat till oral suspension'),
  row('10111000', 'Powder for oral suspension', 'pulver till oral suspension'),
  row('10110000', 'Powder for oral solution', 'pulver till oral lösning'),
  row('10201000', 'Oral powder', 'oralt pulver'),
  row('10502000', 'Cream', 'kräm'),
  row('10504000', 'Ointment', 'salva'),
  row('10503000', 'Gel', 'gel'),
  row('10513000', 'Cutaneous solution', 'kutan lösning'),
  row('10515000', 'Cutaneous suspension', 'kutan suspension'),
  row('10516000', 'Cutaneous emulsion', 'kutan emulsion'),
  row('10509000', 'Cutaneous spray, solution', 'kutan spray, lösning'),
  row('10508000', 'Shampoo', 'schampo'),
  row('10521000', 'Medicated nail lacquer', 'medicinskt nagellack'),
  row('10604000', 'Eye drops, solution', 'ögondroppar, lösning'),
  row('10605000', 'Eye drops, suspension', 'ögondroppar, suspension'),
  row('10604500', 'Eye drops, emulsion', 'ögondroppar, emulsion'),
  row('10602000', 'Eye gel', 'ögongel'),
  row('10603000', 'Eye ointment', 'ögonsalva'),
  row('10704000', 'Ear drops, solution', 'örondroppar, lösning'),
  row('10705000', 'Ear drops, suspension', 'örondroppar, suspension'),
  row('10804000', 'Nasal drops, solution', 'näsdroppar, lösning'),
  row('10803000', 'Nasal ointment', 'nässalva'),
  row('11111000', 'Inhalation powder, pre-dispensed', 'inhalationspulver, avdelad dos'),
  row('11101000', 'Nebuliser solution', 'lösning för nebulisator'),
  row('10901000', 'Vaginal cream', 'vaginalkräm'),
  row('10902000', 'Vaginal gel', 'vaginalgel'),
  row('11005000', 'Rectal solution', 'rektallösning'),
  row('11006000', 'Rectal suspension', 'rektalsuspension'),
  row('11004000', 'Rectal foam', 'rektalskum'),
  row('11003000', 'Rectal ointment', 'rektalsalva'),
  row('11001000', 'Rectal cream', 'rektalkräm'),
  row('11201000', 'Solution for injection', 'injektionsvätska, lösning'),
  row('11202000', 'Suspension for injection', 'injektionsvätska, suspension'),
  row('11203000', 'Emulsion for injection', 'injektionsvätska, emulsion'),
  row('50060000', 'Solution for injection/infusion', 'injektions-/infusionsvätska, lösning'),
  row('11205000', 'Powder for solution for injection', 'pulver till injektionsvätska, lösning'),
  row('11207000', 'Powder and solvent for solution for injection', 'pulver och vätska till injektionsvätska, lösning'),
  row('11208500', 'Prolonged-release suspension for injection', 'depotinjektionsvätska, suspension'),
  row('11213000', 'Concentrate for solution for infusion', 'koncentrat till infusionsvätska, lösning'),
  row('11210000', 'Solution for infusion', 'infusionsvätska, lösning'),
];
