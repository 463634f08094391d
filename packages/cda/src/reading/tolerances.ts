/**
 * What the reader forgives, and in which words it says so (cda-documents 6, "receiving rules").
 * None of these changes a value: what cannot be read is absent from the structured reading and shown as it is written.
 */

interface Words { readonly sv: string; readonly en: string }

export interface ToleranceEntry {
  readonly severity: 'warning' | 'information';
  readonly text: Words;
  /** For whoever makes the document. */
  readonly hint: Words;
}

const warning = (sv: string, en: string, hintSv: string, hintEn: string): ToleranceEntry =>
  ({ severity: 'warning', text: { sv, en }, hint: { sv: hintSv, en: hintEn } });
const information = (sv: string, en: string, hintSv: string, hintEn: string): ToleranceEntry =>
  ({ ...warning(sv, en, hintSv, hintEn), severity: 'information' });

/** The id says which tolerance it was. */
export type Tolerance =
  | 'display-name' | 'code-system-missing' | 'unit-missing' | 'unit-unknown' | 'amount-unreadable' | 'amount-exponent' | 'amount-negative'
  | 'time-unreadable' | 'time-order' | 'null-with-value' | 'null-mixed' | 'type-prefix' | 'type-unknown' | 'id-twice' | 'reference-unresolved'
  | 'element-unknown' | 'text-struck' | 'identifier-root' | 'several-identifiers' | 'name-empty' | 'document-code' | 'section-template' | 'older-product'
  | 'atc-not-found' | 'value-type' | 'zone-missing' | 'day-only' | 'quantity-blank' | 'substitution-place';

export const TOLERANCES: Readonly<Record<Tolerance, ToleranceEntry>> = {
  'display-name': warning('En kod har ingen text.', 'A code has no text.', 'Ange displayName till varje kod.', 'Give a displayName with every code.'),
  'code-system-missing': warning('En kod saknar kodsystem.', 'A code has no code system.', 'Ange codeSystem.', 'Give the codeSystem.'),
  'unit-missing': warning('En mängd har ingen enhet.', 'An amount has no unit.', 'Ange unit; 1 där det är ett antal.', 'Give the unit; 1 where it is a count.'),
  'unit-unknown': warning('En enhet är varken UCUM, en enhet inom klamrar eller 1.', 'A unit is neither UCUM, nor one in braces, nor 1.',
    'Använd UCUM, en enhet inom klamrar, eller 1 med originalText.', 'Use UCUM, a unit in braces, or 1 with an originalText.'),
  'amount-unreadable': warning('En mängd går inte att läsa som ett tal.', 'An amount cannot be read as a number.',
    'Skriv siffror med decimalpunkt, eller en nullFlavor.', 'Write digits with a decimal point, or a nullFlavor.'),
  'amount-exponent': warning('En mängd är skriven med tiopotens.', 'An amount is written with a power of ten.', 'Skriv ut talet.', 'Write the number out.'),
  'amount-negative': warning('En mängd som inte kan vara negativ är det.', 'An amount that cannot be negative is so.', 'Rätta talet.', 'Correct the number.'),
  'time-unreadable': warning('En tid går inte att läsa, eller finns inte i kalendern.', 'A time cannot be read, or is not in the calendar.',
    'Skriv ååååMMdd, eller med klockslag och tidszon.', 'Write yyyyMMdd, or with time of day and zone.'),
  'time-order': warning('En period slutar innan den börjar.', 'A period ends before it begins.', 'low ska vara före high.', 'low must be before high.'),
  'null-with-value': warning('Något är tomt (nullFlavor) men har ändå ett värde.', 'Something is null (nullFlavor) but has a value all the same.',
    'Ta bort värdet eller nullFlavor.', 'Remove the value or the nullFlavor.'),
  'null-mixed': warning('Något är tomt (nullFlavor) bredvid ett likadant som har ett värde.', 'Something is null (nullFlavor) beside one of its kind that has a value.',
    'Ta bort det som är tomt.', 'Remove the one that is null.'),
  'type-prefix': warning('Datatypen (xsi:type) har ett prefix som inte är deklarerat.', 'The data type (xsi:type) has a prefix that is not declared.',
    'Deklarera prefixet eller utelämna det.', 'Declare the prefix or leave it out.'),
  'type-unknown': warning('Datatypen (xsi:type) är okänd.', 'The data type (xsi:type) is unknown.', 'Använd en datatyp som mallen tillåter.', 'Use a data type that the template allows.'),
  'id-twice': warning('Samma ID finns två gånger; hänvisningar läses som det första.', 'The same ID occurs twice; references are read as the first one.',
    'Ge varje element ett eget ID.', 'Give each element its own ID.'),
  'reference-unresolved': warning('En hänvisning till texten leder ingenstans.', 'A reference to the text leads nowhere.',
    'Rätta hänvisningen eller ID:t.', 'Correct the reference or the ID.'),
  'text-struck': warning('En del av texten är struken i originalet, men står här som annan text.', 'Part of the text is struck out in the original, but stands here like other text.',
    'Lämna bort det som är struket.', 'Leave out what is struck out.'),
  'element-unknown': information('Ett element är okänt; innehållet visas som det är skrivet.', 'An element is unknown; its content is shown as it is written.',
    'Kontrollera namnrymd och stavning.', 'Check namespace and spelling.'),
  'identifier-root': warning('En identitetsbeteckning har en rot som inte är en OID.', 'An identifier has a root that is no OID.', 'root ska vara en OID eller UUID.', 'root must be an OID or UUID.'),
  'several-identifiers': information('Flera identitetsbeteckningar finns; den första används.', 'There are several identifiers; the first one is used.', 'Ange en.', 'Give one.'),
  'name-empty': warning('Ett namn är tomt.', 'A name is empty.', 'Ange namnet eller en nullFlavor.', 'Give the name or a nullFlavor.'),
  'document-code': warning('Dokumentets kod säger något annat än mallen.', 'The code of the document says something else than its template.',
    'code och templateId ska höra ihop.', 'code and templateId must belong together.'),
  'section-template': warning('Avsnittet har inte receptets mall.', 'The section does not have the template of a prescription.', 'Ange mallen.', 'Give the template.'),
  'older-product': information('Produkten är beskriven enligt en äldre utgåva.', 'The product is described as in an older release.',
    'Använd namnrymden urn:hl7-org:pharm.', 'Use the namespace urn:hl7-org:pharm.'),
  'atc-not-found': warning('Produktens klass är inte en ATC-kod.', 'The class of the product is no ATC code.', 'Ange ATC-koden.', 'Give the ATC code.'),
  'value-type': warning('Ett värde har fel datatyp (CD i stället för CE).', 'A value has the wrong data type (CD instead of CE).', 'Skriv xsi:type="CE".', 'Write xsi:type="CE".'),
  'zone-missing': warning('Ett klockslag saknar tidszon; landets antas.', 'A time of day has no zone; that of the country is assumed.', 'Lägg till +hhmm.', 'Add +hhmm.'),
  'day-only': warning('Tiden är bara angiven som en dag.', 'The time is only given as a day.', 'Ange klockslag och tidszon.', 'Give the time of day and the zone.'),
  'quantity-blank': warning('Antalet är tomt.', 'The quantity is empty.', 'Ange antal förpackningar.', 'Give the number of packages.'),
  'substitution-place': warning('Uppgiften om utbyte står på fel plats och räknas inte.', 'The statement about substitution stands in the wrong place and does not count.',
    'Följ mallen för eDispensation.', 'Follow the template of the eDispensation.'),
};

const PREFIX = 'reading.';

/** As a finding names it: `reading.unit-missing`. */
export const toleranceRule = (tolerance: Tolerance): string => `${PREFIX}${tolerance}`;

/** By the rule that a finding names; undefined when it is no tolerance of the reader. */
export const toleranceOf = (rule: string): ToleranceEntry | undefined => {
  const entries: Readonly<Record<string, ToleranceEntry>> = TOLERANCES;
  return rule.startsWith(PREFIX) && Object.hasOwn(entries, rule.slice(PREFIX.length)) ? entries[rule.slice(PREFIX.length)] : undefined;
};
