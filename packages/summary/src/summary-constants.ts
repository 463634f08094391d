import { CODE_SYSTEMS } from '@ncp/domain';
import { ICD10_SE, READING_SYSTEMS, type CodedField } from '@ncp/terminology';

/**
 * Codes, lists and words of the rules in one place (sweden-patient-summary). The tables of terms (2.1, PS43, PS45) are in the
 * catalogue, for an operator replaces them with a release.
 *
 * Marks: [doc] from a public guide or a value set, [local] our choice, [inferred] reasoned from documented facts, [unknown].
 */

/** ATC under the names that sources give it: HL7, the Swedish OID, and the WHO's address [doc]. */
export const ATC_SYSTEMS: readonly string[] = [CODE_SYSTEMS.atc, '1.2.752.129.2.2.3.1.1', 'http://www.whocc.no/atc'];
/** ICD-10 as the Swedish edition, as eHDSI's own, and as HL7's [doc]. */
export const ICD10_SYSTEMS: readonly string[] = [
  ICD10_SE, CODE_SYSTEMS.icd10, '2.16.840.1.113883.6.3', 'https://www.icd10.se/', 'http://hl7.org/fhir/sid/icd-10',
];
/** ICF of the WHO [known], and the Swedish edition [doc]. */
export const ICF = '2.16.840.1.113883.6.254';
export const ICF_SYSTEMS: readonly string[] = [ICF, '1.2.752.116.1.1.3'];

const { snomedCt, loinc } = CODE_SYSTEMS;

/** Field of the catalogue, code, code system. */
export type WrittenCode = readonly [field: CodedField, code: string, codeSystem: string];

type WrittenName =
  | 'propensity' | 'allergicDisposition' | 'intolerance' | 'notAssessed' | 'confirmed' | 'active'
  | 'unconfirmedProblem' | 'chronic' | 'deliveryByLastPeriod' | 'deliveryByUltrasound';

/** Codes that rules write whatever the record says. */
export const WRITTEN: Readonly<Record<WrittenName, WrittenCode>> = {
  /** PS11. */
  propensity: ['adverse-event-type', '420134006', snomedCt],
  allergicDisposition: ['adverse-event-type', '609328004', snomedCt],
  intolerance: ['adverse-event-type', '782197009', snomedCt],
  /** PS15: a degree that is neither of the known ones. */
  notAssessed: ['criticality', 'unable-to-assess', READING_SYSTEMS.criticality],
  /** PS16. */
  confirmed: ['allergy-certainty', 'confirmed', READING_SYSTEMS.allergyCertainty],
  /** PS17. */
  active: ['allergy-status', 'active', READING_SYSTEMS.allergyStatus],
  /** PS32. */
  unconfirmedProblem: ['certainty', 'unconfirmed', READING_SYSTEMS.certainty],
  /** PS33. */
  chronic: ['problem-status', '90734009', snomedCt],
  /** PS82: the LOINC names decide, not the numbers that the guide prints [inferred]. */
  deliveryByLastPeriod: ['pregnancy-date', '11779-6', loinc],
  deliveryByUltrasound: ['pregnancy-date', '11778-8', loinc],
};

/** What a hypersensitivity is said to be, whole words (PS11) [local]. */
export const HYPERSENSITIVITY_WORDS: Readonly<Record<string, 'allergy' | 'intolerance'>> = {
  allergi: 'allergy', 'allergisk reaktion': 'allergy', intolerans: 'intolerance', överkänslighetsreaktion: 'intolerance',
};

/**
 * Degrees of certainty that confirm nothing, beside the suspicion that the catalogue knows (PS16) [local]: the code list is not
 * published, and a doubt must not be written as confirmed.
 */
export const DOUBTFUL_DEGREE: RegExp = /^(?:ej|inte|icke|o)\s?(?:bekräfta|verifiera|säker|fastställ)|osäker|sannolik|trolig|möjlig|eventuell|utesluten|avskriven|avfärdad|okänd|oklar/;

/**
 * Words that deny instead of naming an agent (PS21) [local]. They are told in the narrative and never coded as an absence. What may as well be a
 * warning ("Ej penicillin", "Tål inte laktos") is no denial: it stays an entry with its words.
 */
export const DENIAL: RegExp = new RegExp([
  '^(?:ingen|inga|inget|nekar|förnekar|avsaknad|saknar|negativ|negativt)(?![\\p{L}])',
  '^tål(?![\\p{L}])(?! (?:inte|ej|icke|dåligt|knappt)(?![\\p{L}]))',
  '^(?:ej|inte|icke|utan) (?:känd|kända|allerg|överkänslig|reaktion)',
].join('|'), 'u');

/** Beginnings and an ending that make a diagnosis a question (PS32) [local]. `Obs` is a word, so that `Obstruktiv` is none. */
export const DOUBTFUL_DIAGNOSIS: RegExp = /^(?:obs(?![\p{L}])|misst|susp|\?)|\?$/u;

/** Swedish headings of alerts in the narrative (PS20) [local]. */
export const ALERT_HEADINGS = {
  'hypersensitivity': 'Överkänslighet',
  'serious-disease': 'Allvarlig sjukdom',
  'communicable-disease': 'Smittsam sjukdom',
  'treatment': 'Behandling',
  'restriction-of-care': 'Vårdbegränsning',
  'unstructured': 'Varning',
} as const;

/**
 * Diagnoses without an age limit (PS33) [local]: categories of ICD-10 from and to, or a code with everything under it.
 */
export const CHRONIC_LIST: readonly string[] = [
  'C00-C97', 'D66-D69', 'E10-E14', 'E03', 'F20-F33', 'F84', 'F90', 'G20-G40', 'I10-I15', 'I20', 'I25', 'I48-I50', 'J44-J47',
  'K50-K51', 'M05-M06', 'N18', 'Q00-Q99', 'B18', 'B20-B24', 'Z21', 'Z92.1', 'Z94', 'Z95', 'Z99.2',
];
/** Over, but worth knowing for good (PS35) [local]. */
export const SIGNIFICANT_LIST: readonly string[] = ['I21-I24', 'I60-I64', 'K25-K28', 'S72', 'T78.2', 'O14-O15'];
/** Symptoms: only while they are new (PS36) [local]. */
export const SYMPTOM_LIST: readonly string[] = ['R00-R99'];
/** Reasons for contact and external causes, which are no problems unless the chronic list has them (PS36) [local]. */
export const NO_PROBLEM_LIST: readonly string[] = ['Z00-Z99', 'V01-V99', 'W00-W99', 'X00-X99', 'Y00-Y98'];

/** Is a code of ICD-10 in one of the lists above? */
export const isListed = (code: string, list: readonly string[]): boolean =>
  list.some((item) => {
    const [first = '', last] = item.split('-');
    return last === undefined ? code.startsWith(first) : code.slice(0, 3) >= first && code.slice(0, 3) <= last;
  });

/** Given again every season, so that old doses say nothing (PS49) [local]: influenza and covid-19, by ATC group and by SNOMED CT. */
export const SEASONAL_VACCINES: readonly { readonly atcGroup: string; readonly snomedCt: readonly string[] }[] = [
  { atcGroup: 'J07BB', snomedCt: ['1181000221105', '836377006', '871768005'] },
  { atcGroup: 'J07BN', snomedCt: ['28531000087107', '29061000087103'] },
];
/** Vaccines are no current medicine (PS58). */
export const VACCINE_GROUP = 'J07';

/** Rows of an ADL assessment: activity, code and title of ICF (PS61) [inferred]. */
export const ACTIVITIES: Readonly<Record<string, readonly [code: string, title: string]>> = {
  'personlig hygien': ['d510', 'Washing oneself'],
  'på/avklädning': ['d540', 'Dressing'],
  'på-/avklädning': ['d540', 'Dressing'],
  'förflyttning': ['d420', 'Transferring oneself'],
  'toalettbesök': ['d530', 'Toileting'],
  'födointag': ['d550', 'Eating'],
};

/** An analysis of blood group, by its words (PS71) [local]. Antibodies against blood groups are another matter, and so is the group of a child. */
export const BLOOD_GROUP_ANALYSIS: RegExp = /(?<![\p{L}])(?:rh\s?\(?d\)?|abo)(?![\p{L}])|blodgrupp/iu;
export const NO_BLOOD_GROUP_ANALYSIS: RegExp = /antikropp|anti-d|foster|fetal|navelsträng|nyfödd|barn|genotyp|kompatibilitet|förenlighet|korstest|bas-?test/iu;

/** SNOMED CT codes of value set 42.20: ABO, then RhD positive and negative (PS72) [doc]. */
export const BLOOD_GROUPS: Readonly<Record<string, string>> = {
  'O+': '278147001', 'O-': '278148006', 'A+': '278149003', 'A-': '278152006', 'B+': '278150003', 'B-': '278153001', 'AB+': '278151004',
  'AB-': '278154007', 'O': '58460004', 'A': '112144000', 'B': '112149005', 'AB': '165743006',
};

/** Outcomes of an earlier pregnancy with a date (PS83): stillborn and live born. */
export const DELIVERIES: readonly number[] = [4, 5];
/** What a child of a post-delivery section counts as (PS83) [inferred]. */
export const LIVE_BIRTH = 5;
