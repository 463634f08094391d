/**
 * The rules of the Patient Summary as data (sweden-patient-summary), for reports, audit and `ncp explain`: what each says, where it
 * works, and what it rests on. Each has a test that bears its id.
 */

/** Room that applies the rule; `exchange` judges before, `document` is what the writer keeps. */
export type RulePlace =
  | 'exchange' | 'access' | 'allergies' | 'alerts' | 'problems' | 'immunizations' | 'medications' | 'functional-status' | 'laboratory'
  | 'pregnancy' | 'document';

/** [doc] in a public guide, [local] our decision, [inferred] reasoned from documented facts. */
export type RuleMark = 'doc' | 'local' | 'inferred';

export const RULE_IDS = [
  'PS01', 'PS02', 'PS03', 'PS04', 'PS05', 'PS06', 'PS07', 'PS08', 'PS11', 'PS12', 'PS13', 'PS14', 'PS15', 'PS16',
  'PS17', 'PS18', 'PS19', 'PS20', 'PS21', 'PS31', 'PS32', 'PS33', 'PS34', 'PS35', 'PS36', 'PS37', 'PS38', 'PS41',
  'PS42', 'PS43', 'PS44', 'PS45', 'PS46', 'PS47', 'PS48', 'PS49', 'PS51', 'PS52', 'PS53', 'PS54', 'PS55', 'PS56',
  'PS57', 'PS58', 'PS59', 'PS61', 'PS71', 'PS72', 'PS73', 'PS74', 'PS75', 'PS81', 'PS82', 'PS83', 'PS84', 'PS91',
  'PS95', 'PS96',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export interface SummaryRule {
  readonly id: RuleId;
  readonly place: RulePlace;
  readonly mark: RuleMark;
  readonly text: { readonly sv: string; readonly en: string };
}

const rule = (id: RuleId, place: RulePlace, mark: RuleMark, sv: string, en: string): SummaryRule => ({ id, place, mark, text: { sv, en } });

/** In the order of their numbers. */
export const SUMMARY_RULES: readonly SummaryRule[] = [
  rule('PS01', 'exchange', 'local', 'Utan samtycke, vid skyddade uppgifter, för avlidna och för barn utan vårdnadshavares samtycke görs ingen patientöversikt.', 'Without consent, for protected, deceased persons and for children without a guardian\'s consent there is no summary.'),
  rule('PS02', 'access', 'local', 'Uppgifter från en spärrad vårdgivare eller vårdenhet lämnas aldrig ut. Är spärrarna okända används inga journaluppgifter.', 'Records of a blocked care giver or care unit are never released. While the blocks are unknown no care record is used.'),
  rule('PS03', 'access', 'local', 'En spärr jämförs med uppgiftens jämförelsetid, annars med när den registrerades.', 'A block is compared with the comparison time of the record, else with the time it was recorded.'),
  rule('PS04', 'access', 'local', 'En uppgift utan känd vårdgivare och vårdenhet används inte, om inte källan själv tillämpar spärrar.', 'A record without a known care giver and care unit is not used, unless its source applies blocks itself.'),
  rule('PS05', 'access', 'local', 'En uppgift som inte får visas för patienten eller är markerad som konfidentiell lämnas inte ut.', 'A record that is not approved for the patient or is marked confidential is withheld.'),
  rule('PS06', 'access', 'local', 'En osignerad uppgift används, märks som osignerad och kallas aldrig bekräftad.', 'An unsigned record is used, marked as unsigned and never called confirmed.'),
  rule('PS07', 'access', 'local', 'Felaktiga, makulerade och preliminära uppgifter används inte; en rättelse ersätter den tidigare versionen.', 'Erroneous, cancelled and preliminary records are not used; a correction replaces the earlier version.'),
  rule('PS08', 'document', 'local', 'Varje översikt säger samma sak om att uppgifter kan saknas, så att ingen ser vad som undanhållits eller inte kunde hämtas.', 'Every summary says the same about what may be missing, so that nobody can tell what was withheld or failed.'),
  rule('PS11', 'allergies', 'local', 'Slag av överkänslighet: allergi eller intolerans bara när uppgiften säger det, annars benägenhet för reaktion.', 'Kind of hypersensitivity: allergy or intolerance only where the record says so, else propensity to adverse reaction.'),
  rule('PS12', 'allergies', 'doc', 'Läkemedel anges med ATC, också på gruppnivå; bara NPL-id ger ATC ur produktregistret.', 'A medicine is given by ATC, groups included; an NPL-id alone is looked up in the product register.'),
  rule('PS13', 'allergies', 'local', 'Annat ämne anges med SNOMED CT ur värdemängden eller ur termtabellen, aldrig ur en del av en text.', 'Another agent is given by SNOMED CT of the value set or of the table of terms, never from a part of a text.'),
  rule('PS14', 'allergies', 'local', 'Ett ämne utan kod sägs med sina ord och görs aldrig om till en större grupp.', 'An agent without a code is said in its words and never widened to its class.'),
  rule('PS15', 'allergies', 'doc', 'Livshotande och skadlig är hög allvarlighet, besvärande låg; annan grad går inte att bedöma.', 'Life-threatening and harmful are of high criticality, troublesome of low; another degree cannot be assessed.'),
  rule('PS16', 'allergies', 'local', 'Misstänkt är obekräftad; annan uttalad visshet är bekräftad om uppgiften är signerad.', 'Suspected is unconfirmed; another stated certainty is confirmed where the record is signed.'),
  rule('PS17', 'allergies', 'doc', 'En överkänslighet vars giltighetstid är slut tas inte med.', 'A hypersensitivity whose period has ended is left out.'),
  rule('PS18', 'allergies', 'doc', 'Texten har ämne, allvarlighet, visshet, kommentar, vårdgivare och datum på svenska.', 'The narrative has agent, severity, certainty, comment, provider and date in Swedish.'),
  rule('PS19', 'allergies', 'local', 'Bara lika ämnen slås ihop: högst allvarlighet, tidigast datum, senast kommentar.', 'Only equal agents are merged: highest severity, earliest date, newest comment.'),
  rule('PS20', 'alerts', 'inferred', 'Allvarlig och smittsam sjukdom med ICD-10 blir problem; andra varningar står i text.', 'Serious and communicable diseases with ICD-10 become problems; other alerts stand in the narrative.'),
  rule('PS21', 'allergies', 'local', 'Att överkänslighet saknas påstås aldrig; en sådan text står i texten.', 'Absence of hypersensitivity is never claimed; such words go to the narrative.'),
  rule('PS31', 'problems', 'local', 'ICD-10-SE kortas stegvis till en kod i värdemängden; den svenska koden följer med.', 'ICD-10-SE is shortened step by step to a code of the value set; the Swedish code goes along.'),
  rule('PS32', 'problems', 'local', 'En diagnos utan kod sägs med sina ord; en fråga är obekräftad.', 'A diagnosis without a code is said in its words; a question is unconfirmed.'),
  rule('PS33', 'problems', 'local', 'Kroniska diagnoser är aktuella oavsett ålder.', 'Chronic diagnoses are current whatever their age.'),
  rule('PS34', 'problems', 'local', 'Andra diagnoser är aktuella i sex månader.', 'Other diagnoses are current for six months.'),
  rule('PS35', 'problems', 'local', 'Betydelsefulla äldre diagnoser är tidigare sjukdomar.', 'Significant older diagnoses are past illnesses.'),
  rule('PS36', 'problems', 'local', 'Gamla symtom, kontaktorsaker, yttre orsaker och äldre akuta diagnoser tas inte med.', 'Old symptoms, reasons for contact, external causes and older acute diagnoses are left out.'),
  rule('PS37', 'problems', 'local', 'Samma kod blir ett problem; en ospecificerad kod utgår när en närmare finns.', 'One code is one problem; an unspecified code gives way to a more specific one.'),
  rule('PS38', 'problems', 'local', 'Att problem saknas påstås aldrig.', 'Absence of problems is never claimed.'),
  rule('PS41', 'immunizations', 'doc', 'Vaccin anges med ATC eller SNOMED CT ur värdemängden.', 'A vaccine is given by ATC or SNOMED CT of the value set.'),
  rule('PS42', 'immunizations', 'local', 'NPL-id ger ATC ur produktregistret och följer med.', 'An NPL-id is looked up in the product register for its ATC and goes along.'),
  rule('PS43', 'immunizations', 'local', 'Vaccinets namn slås upp som helhet i termtabellen.', 'The words for a vaccine are looked up as a whole in the table of terms.'),
  rule('PS44', 'immunizations', 'local', 'Ett vaccin utan kod sägs med sina ord.', 'A vaccine without a code is said in its words.'),
  rule('PS45', 'immunizations', 'local', 'Sjukdomen som vaccinet skyddar mot anges med ICD-10 ur termtabellen.', 'The disease that a vaccine protects against is given by ICD-10 of the table of terms.'),
  rule('PS46', 'immunizations', 'doc', 'Dosnummer anges från ett och uppåt.', 'A dose number is given from one upwards.'),
  rule('PS47', 'immunizations', 'inferred', 'En efterregistrerad vaccination utan egen tid får okänt datum; registreringsdagen står i texten.', 'A vaccination registered afterwards without its own time has no date; the day of registration stands in the narrative.'),
  rule('PS48', 'immunizations', 'local', 'En vaccination utan känt vaccin står bara i texten.', 'A vaccination without a known vaccine stands in the narrative only.'),
  rule('PS49', 'immunizations', 'local', 'Samma vaccin samma dag är en vaccination; av säsongsvaccin visas de tre senaste.', 'The same vaccine on the same day is one; of seasonal vaccines the last three are shown.'),
  rule('PS51', 'medications', 'local', 'Aktuella är giltiga recept, uttag inom femton månader som kan räcka än, och pågående ordinationer.', 'Current are valid prescriptions, uttag within fifteen months that may still last, and ordinations in force.'),
  rule('PS52', 'medications', 'local', 'Samma ATC och styrka är ett läkemedel; läkemedelslistan går före.', 'The same ATC and strength is one medicine; the national list comes first.'),
  rule('PS53', 'medications', 'doc', 'En ordination skiljs från det patienten själv tar.', 'An ordination is told apart from what the patient takes by her own choice.'),
  rule('PS54', 'medications', 'doc', 'Produkten anges med NPL-id, namn, styrka, form och ATC ur produktregistret.', 'The product is given by NPL-id, name, strength, form and ATC of the product register.'),
  rule('PS55', 'medications', 'local', 'Ett läkemedel som bara är text får ingen kod.', 'A medicine that is only words gets no code.'),
  rule('PS56', 'medications', 'local', 'Doseringen står alltid i ord; struktur bara ur läkemedelslistan.', 'The dosage stands in words always; a structure comes only from the national list.'),
  rule('PS57', 'medications', 'local', 'Ordinationsorsaken lämnas ut bara om det är beslutat.', 'The reason for a medicine is released only where that is decided.'),
  rule('PS58', 'medications', 'local', 'Handelsvaror, läkemedel utan namn, vacciner och utsatta läkemedel tas inte med.', 'Merchandise, medicines without a name, vaccines and stopped medicines are left out.'),
  rule('PS59', 'medications', 'local', 'Att läkemedel saknas påstås aldrig.', 'Absence of medicines is never claimed.'),
  rule('PS61', 'functional-status', 'local', 'Den senaste bedömningen av varje slag inom två år.', 'The latest assessment of each category within two years.'),
  rule('PS71', 'laboratory', 'local', 'Bara blodgrupp lämnas ut, och bara slutsvar.', 'Only the blood group is released, and only from final results.'),
  rule('PS72', 'laboratory', 'local', 'Noll är O; ABO och RhD läggs ihop bara inom ett svar.', 'Zero is O; ABO and RhD are combined only within one report.'),
  rule('PS73', 'laboratory', 'local', 'Säger svaren olika, eller går ett inte att läsa säkert, anges ingen blodgrupp.', 'Where results differ, or one cannot be read with certainty, no blood group is given.'),
  rule('PS74', 'laboratory', 'local', 'Andra laboratoriesvar lämnas inte ut.', 'Other laboratory results are not released.'),
  rule('PS75', 'laboratory', 'local', 'Tillväxt och andra observationer lämnas inte ut.', 'Growth and other observations are not released.'),
  rule('PS81', 'pregnancy', 'local', 'Gravid sägs bara när den senaste mödravårdsjournalen har ett beräknat datum som inte passerats med mer än tre veckor; att patienten inte är gravid sägs aldrig.', 'Pregnant is said only where the latest maternity record has an expected date no more than three weeks past; not pregnant is never said.'),
  rule('PS82', 'pregnancy', 'local', 'Ett beräknat datum: återföring av embryo före ultraljud före senaste mens.', 'One expected date: embryo transfer before ultrasound before last period.'),
  rule('PS83', 'pregnancy', 'local', 'Tidigare graviditeter räknas per utfall; datum bara för förlossningar.', 'Earlier pregnancies are counted by outcome; dates are given for deliveries only.'),
  rule('PS84', 'pregnancy', 'local', 'Avsnittet lämnas ut bara under känd graviditet eller när det är beslutat, aldrig för män.', 'The section is released only during a known pregnancy or where that is decided, never for men.'),
  rule('PS91', 'document', 'local', 'Ingenting tas ur löpande journaltext.', 'Nothing is taken from the text of notes.'),
  rule('PS95', 'document', 'local', 'Fem obligatoriska avsnitt finns alltid; det som saknas heter ingen information.', 'Five required sections are always there; what is missing is called no information.'),
  rule('PS96', 'document', 'local', 'Varje rad i källan får ett redovisat utfall.', 'Each row of the source has one outcome on the report.'),
];
