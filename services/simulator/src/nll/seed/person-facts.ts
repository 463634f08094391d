/** One fictional person; numbers are from Skatteverket's public test series (sweden-national 3.1). */
export interface PersonFacts {
  /** S01-S19: decisions 4.1. P: sweden-patient-summary 11. X: ours. */
  readonly key: string;
  readonly number: string;
  readonly given: readonly string[];
  readonly family: string;
  /** `{+20}` stands for the day 20 days after the demo day. */
  readonly situation: string;
  readonly protectedIdentity?: boolean;
  /** Days before the demo day. */
  readonly deceasedDaysAgo?: number;
  readonly emigrated?: boolean;
  readonly consents?: readonly ConsentFacts[];
}

export interface ConsentFacts {
  readonly category: 'cross-border-eprescription' | 'cross-border-patient-summary';
  /** ISO 3166-1 alpha-2; none means every country. */
  readonly countries?: readonly string[];
  readonly byGuardian?: boolean;
}

const EP: ConsentFacts = { category: 'cross-border-eprescription' };
const PS: ConsentFacts = { category: 'cross-border-patient-summary' };
const NONE: readonly ConsentFacts[] = [];

const person = (key: string, number: string, name: string, family: string, situation: string, more: Partial<PersonFacts> = {}): PersonFacts =>
  ({ key, number, given: name.split(' '), family, situation, consents: [EP], ...more });

/** Decisions 4.1. */
const SAMPLE: readonly PersonFacts[] = [
  person('S01', '199008202385', 'Alma Maria', 'Testdotter', 'One prescription, one uttag: Amlodipin Krka 5 mg, 100 tablets. Also consents to the patient summary.', { consents: [EP, PS] }),
  person('S02', '197908089274', 'Björn', 'Provsson', 'Metformin, 4 uttag, one used 70 days ago, 90 days between: nothing to offer before {+20}.'),
  person('S03', '195411222267', 'Karin', 'Flerrecept', 'Three prescriptions; the second may not be substituted. Also consents to the patient summary.', { consents: [EP, PS] }),
  person('S04', '196011282834', 'Olle', 'Halvuttag', 'Furix, 3 uttag; the first was used abroad with 28 tablets: 272 of 300 remain.'),
  person('S05', '198502089884', 'Tora', 'Nedtrappning', 'Prednisolon, tapering in four steps.'),
  person('S06', '199204282397', 'Filip', 'Fritext', 'Hydrokortison cream, free-text dosage, packs in grams.'),
  person('S07', '195607222394', 'Kaj', 'Kombination', 'Symbicort: two substances, doses counted as dos.'),
  person('S08', '199601232391', 'Nore', 'Narkotika', 'Narcotic of class II: not offered (E06).'),
  person('S09', '194207294796', 'Dag', 'Dospåse', 'Multi-dose bags: not offered (E09).'),
  person('S10', '200009242397', 'Lars', 'Licens', 'Licence product and extempore: neither offered (E07, E08).'),
  person('S11', '199010052380', 'Ulla', 'Utgången', 'Prescription that ended {-1}: not offered (E13).'),
  person('S12', '200101132389', 'Britta', 'Spärrad', 'Two prescriptions, one with an integrity block: only the other is offered (E16).'),
  person('S13', '198706172387', 'Adela', 'Adresserad', 'Prescription addressed to one Swedish pharmacy: not offered (E12).'),
  person('S14', '200106282387', 'Nina', 'Nejsamtycke', 'No consent: not found, although there is a good prescription.', { consents: NONE }),
  person('S15', '199910302398', 'Finn', 'Finlandsson', 'Consent for Finland only.', { consents: [{ ...EP, countries: ['FI'] }] }),
  person('S16', '199306272387', 'Siv', 'Hemlig', 'Protected identity: not found.', { protectedIdentity: true, consents: [EP, PS] }),
  person('S17', '194501103297', 'Gustav', 'Avlidensson', 'Deceased {-160}: not found.', { deceasedDaysAgo: 160 }),
  person('S18', '201603212398', 'Love', 'Barnsson', 'Child without consent of a guardian: not found until a guardian consents.', { consents: NONE }),
  person('S19', '199005212387', 'Alma', 'Testdotter', 'Named like S01 and born the same year, no prescriptions: found by her own number only.'),
];

/** Patient Summary persons of sweden-patient-summary 11; number 7 of that list is S16. */
const SUMMARY: readonly PersonFacts[] = [
  person('P01', '196801249290', 'Anders', 'Exempelsson', 'Patient summary: allergies.', { consents: [PS] }),
  person('P02', '196301193121', 'Birgitta', 'Provberg', 'Patient summary: problems.', { consents: [PS] }),
  person('P03', '199203042396', 'Calle', 'Testman', 'Patient summary: allergies as text.', { consents: [PS] }),
  person('P04', '199202062387', 'Disa', 'Attrapp', 'Patient summary: pregnancy.', { consents: [PS] }),
  person('P05', '199004232394', 'Bo', 'Ordinerad', 'Patient summary: medication. Consent for the summary only, so his prescription is not offered (E01).', { consents: [PS] }),
  person('P06', '193801289269', 'Elsa', 'Mockström', 'Patient summary: results and vaccinations.', { consents: [PS] }),
  person('P08', '201805142385', 'Freja', 'Låtsas', 'Patient summary of a child, guardian consented.', { consents: [{ ...PS, byGuardian: true }] }),
  person('P09', '199702112385', 'Gerd', 'Fiktiv', 'Patient summary: blocks.', { consents: [PS] }),
  person('P10', '200403152390', 'Hugo', 'Demo', 'Patient summary: nothing known.', { consents: [PS] }),
  person('P11', '194608188886', 'Ingrid', 'Skenfors', 'Patient summary: one region fails.', { consents: [PS] }),
  person('P12', '199707262391', 'Johan', 'Overklig', 'Patient summary: uncertain records.', { consents: [PS] }),
];

const OURS: readonly PersonFacts[] = [
  person('X01', '198007299285', 'Vera', 'Väntande', 'Parked and converted to paper: not offered (E03).'),
  person('X02', '194906182284', 'Hilda', 'Handelsvara', 'Merchandise, food and technical spirit: not offered (E04, E05).'),
  person('X03', '199001312389', 'Disa', 'Djurägare', 'Veterinary, hospital only, growth hormone, deregistered: not offered (E10, E11, E06, E07).'),
  person('X04', '199002272392', 'Tage', 'Telefon', 'Prescribed by telephone: one within two weeks, one after (E19).'),
  person('X05', '195012102165', 'Rut', 'Restlös', 'Nothing remains: quantity used up with an uttag left, and fully dispensed (E14, E03).'),
  person('X06', '199008112394', 'Lars', 'Låst', 'A Swedish pharmacy is dispensing: not offered (E18).'),
  person('X07', '199011012391', 'Bo', 'Beskrivningslös', 'A product without name and ATC, and one the register does not know (E17, G23).'),
  person('X08', '194503135883', 'Doris', 'Dosering', 'Every dosage pattern.'),
  person('X09', '192609137043', 'Gunborg', 'Gammal', 'Many medicines of daily life, some with long texts.'),
  person('X10', '199012202397', 'Micke', 'Modifierad', 'A modifier and a security label that nobody knows: not offered (CDA-05).'),
  person('X11', '197010632391', 'Sam', 'Ordning', 'Coordination number: not accepted by default.'),
  person('X12', '199112132387', 'Emma', 'Utflyttad', 'Emigrated and deregistered: not found.', { emigrated: true }),
  person('X13', '191212121212', 'Tolvan', 'Tolvansson', 'The classic demo person; one good prescription.'),
];

export const PEOPLE: readonly PersonFacts[] = [...SAMPLE, ...SUMMARY, ...OURS];
export const SAMPLE_KEYS: ReadonlySet<string> = new Set(SAMPLE.map(({ key }) => key));

/** Logical id in the simulator's list. */
export const patientIdOf = (key: string): string => `pat-${key.toLowerCase()}`;

export const isCoordinationNumber = (number: string): boolean => Number(number.slice(6, 8)) > 60;

/** `YYYY-MM-DD` in the number; a coordination number has 60 added to its day. */
export const birthDateOf = (number: string): string => {
  const day = Number(number.slice(6, 8));
  return `${number.slice(0, 4)}-${number.slice(4, 6)}-${String(day > 60 ? day - 60 : day).padStart(2, '0')}`;
};

/** The eleventh digit: even for women. */
export const genderOf = (number: string): 'F' | 'M' => (Number(number.charAt(10)) % 2 === 0 ? 'F' : 'M');
