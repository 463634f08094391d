/** What findings say, in both languages. `{name}` is replaced; nothing of a document's content stands in a text. */

export interface Wording {
  readonly text: { readonly sv: string; readonly en: string };
  readonly hint: { readonly sv: string; readonly en: string };
}

const wording = (textSv: string, textEn: string, hintSv: string, hintEn: string): Wording =>
  ({ text: { sv: textSv, en: textEn }, hint: { sv: hintSv, en: hintEn } });

export type WordingId =
  | 'unknown-document' | 'element-unexpected' | 'element-order' | 'element-missing' | 'element-too-often'
  | 'attribute-unexpected' | 'attribute-missing' | 'attribute-value' | 'text-unexpected' | 'type-unexpected'
  | 'id-twice' | 'reference-unresolved' | 'null-not-alone' | 'null-mixed' | 'not-distinct' | 'display-name' | 'code'
  | 'code-simple' | 'translation' | 'identifier' | 'time' | 'time-zone' | 'time-precision' | 'interval' | 'quantity'
  | 'unit' | 'timing' | 'address' | 'name' | 'empty' | 'telecom' | 'value-set' | 'null-flavor' | 'content'
  | 'packages' | 'language' | 'prefix-undeclared' | 'cut-short' | 'choice' | 'amount' | 'exponent';

const WORDINGS: Readonly<Record<WordingId, Wording>> = {
  'unknown-document': wording('Dokumentet har ingen känd mall.', 'The document has no known template.',
    'Kontrollera templateId på dokumentnivå.', 'Check templateId of the document.'),
  'element-unexpected': wording('{name} får inte stå här.', '{name} may not stand here.',
    'Kontrollera namnrymd, stavning och ordning mot schemat.', 'Check namespace, spelling and order against the schema.'),
  'element-order': wording('{name} står på fel plats bland syskonen.', '{name} stands in the wrong place among its siblings.',
    'Följ schemats ordning.', 'Follow the order of the schema.'),
  'element-missing': wording('{name} saknas.', '{name} is missing.',
    'Lägg till elementet.', 'Add the element.'),
  'element-too-often': wording('{name} förekommer för många gånger.', '{name} occurs too often.',
    'Behåll rätt antal.', 'Keep the right number.'),
  'attribute-unexpected': wording('Attributet {name} får inte stå här.', 'The attribute {name} may not stand here.',
    'Ta bort attributet.', 'Remove the attribute.'),
  'attribute-missing': wording('Attributet {name} saknas.', 'The attribute {name} is missing.',
    'Lägg till attributet.', 'Add the attribute.'),
  'attribute-value': wording('Attributet {name} har ett otillåtet värde.', 'The attribute {name} has a value that is not allowed.',
    'Använd ett av de tillåtna värdena.', 'Use one of the allowed values.'),
  'text-unexpected': wording('{name} får inte ha text.', '{name} may not have text.',
    'Ta bort texten eller lägg den i rätt element.', 'Remove the text or put it into the right element.'),
  'type-unexpected': wording('xsi:type hos {name} är inte tillåten.', 'The xsi:type of {name} is not allowed.',
    'Använd en typ som schemat och mallen tillåter.', 'Use a type that schema and template allow.'),
  'id-twice': wording('Samma ID finns två gånger i dokumentet.', 'The same ID occurs twice in the document.',
    'Ge varje element ett eget ID.', 'Give each element its own ID.'),
  'reference-unresolved': wording('Hänvisningen pekar inte på något ID i dokumentet.', 'The reference points at no ID of the document.',
    'Rätta hänvisningen eller ID:t.', 'Correct the reference or the ID.'),
  'null-not-alone': wording('{name} är null men har annat innehåll.', '{name} is null but has other content.',
    'Ta bort innehållet eller nullFlavor.', 'Remove the content or the nullFlavor.'),
  'null-mixed': wording('{name} är null bredvid ett som inte är det.', '{name} is null beside one that is not.',
    'Ta bort det som är null.', 'Remove the one that is null.'),
  'not-distinct': wording('{name} har samma värde som ett annat.', '{name} has the same value as another.',
    'Ta bort dubbletten.', 'Remove the duplicate.'),
  'display-name': wording('displayName saknas hos {name} eller en översättning i det.', 'displayName is missing on {name} or a translation in it.',
    'Ange displayName till varje kod.', 'Give a displayName with every code.'),
  'code': wording('{name} är inte en fullständig kod.', '{name} is not a complete code.',
    'Kod och kodsystem hör ihop; namn och version kräver dem.', 'Code and code system belong together; names and versions need them.'),
  'code-simple': wording('{name} får bara ha code eller nullFlavor.', '{name} may only have code or nullFlavor.',
    'Ta bort kodsystem, displayName och barn.', 'Remove code system, displayName and children.'),
  'translation': wording('En översättning i {name} är felaktig.', 'A translation in {name} is wrong.',
    'Översättningar ska vara olika och får inte vara null.', 'Translations must differ and may not be null.'),
  'identifier': wording('{name} är ingen giltig identifierare.', '{name} is no valid identifier.',
    'root ska vara en OID eller UUID på högst 64 tecken.', 'root must be an OID or UUID of at most 64 characters.'),
  'time': wording('{name} är ingen giltig tid.', '{name} is no valid time.',
    'Skriv ååååMMdd eller med klockslag och tidszon.', 'Write yyyyMMdd, or with time of day and zone.'),
  'time-zone': wording('{name} har klockslag utan tidszon.', '{name} has a time of day without zone.',
    'Lägg till +hhmm.', 'Add +hhmm.'),
  'time-precision': wording('{name} är inte angiven på sekunden.', '{name} is not precise to the second.',
    'Ange sekunder om de är kända.', 'Give seconds where they are known.'),
  'interval': wording('{name} är inget giltigt intervall.', '{name} is no valid interval.',
    'low ska vara före high; value utesluter andra delar.', 'low must be before high; value excludes other parts.'),
  'quantity': wording('{name} är ingen giltig mängd.', '{name} is no valid quantity.',
    'Ange ett tal, eller nullFlavor.', 'Give a number, or a nullFlavor.'),
  'unit': wording('Enheten hos {name} är okänd.', 'The unit of {name} is unknown.',
    'Använd UCUM, en enhet inom klamrar, eller 1.', 'Use UCUM, a unit in braces, or 1.'),
  'timing': wording('{name} är ingen giltig doseringstid.', '{name} is no valid dosage timing.',
    'Se mönstren för doseringstider.', 'See the patterns of dosage timing.'),
  'address': wording('{name} ska ha delar, eller vara null.', '{name} must have parts, or be null.',
    'Ange minst en adressdel utan lös text.', 'Give at least one part of the address and no loose text.'),
  'name': wording('{name} är inget giltigt namn.', '{name} is no valid name.',
    'Ange namndelar eller text, inte båda.', 'Give parts of a name or text, not both.'),
  'empty': wording('{name} är tomt.', '{name} is empty.',
    'Ange innehåll, eller nullFlavor.', 'Give content, or a nullFlavor.'),
  'telecom': wording('{name} är ingen giltig adress.', '{name} is no valid address.',
    'Skriv en URI som tel:+46... eller mailto:...', 'Write a URI such as tel:+46... or mailto:...'),
  'value-set': wording('{name} finns inte i värdemängden.', '{name} is not in the value set.',
    'Välj en kod ur värdemängden, eller nullFlavor.', 'Choose a code of the value set, or a nullFlavor.'),
  'null-flavor': wording('{name} har en nullFlavor som inte får användas här.', '{name} has a nullFlavor that may not be used here.',
    'Använd den tillåtna.', 'Use the allowed one.'),
  'content': wording('{name} uppfyller inte mallens villkor.', '{name} does not meet the condition of the template.',
    'Se mallen.', 'See the template.'),
  'language': wording('{name} är ingen giltig språkkod.', '{name} is no valid language code.',
    'Skriv språk och land som sv-SE.', 'Write language and country as sv-SE.'),
  'prefix-undeclared': wording('xsi:type hos {name} har ett prefix som inte är deklarerat.', 'The xsi:type of {name} has a prefix that is not declared.',
    'Deklarera prefixet, eller skriv typen utan prefix i HL7:s namnrymd.', 'Declare the prefix, or write the type without one in the namespace of HL7.'),
  'cut-short': wording('Fler fel finns än vad rapporten rymmer.', 'There are more faults than the report holds.',
    'Rätta de som visas och kontrollera igen.', 'Correct those shown and check again.'),
  'choice': wording('{name} har fel antal av de element som mallen låter välja mellan.', '{name} has the wrong number of the elements that the template lets choose from.',
    'Se vilka element som räknas och hur många de får vara.', 'See which elements count and how many there may be.'),
  'amount': wording('{name} är ingen mängd som kan ges.', '{name} is no amount that can be given.',
    'Skriv ett tal som är noll eller större, med decimalpunkt.', 'Write a number that is zero or more, with a decimal point.'),
  'exponent': wording('{name} är skriven med exponent.', '{name} is written with an exponent.',
    'Skriv ut talet, så att alla läser samma.', 'Write the number out, so that everybody reads the same.'),
  'packages': wording('Antalet förpackningar är inte ett positivt heltal.', 'The number of packages is not a positive integer.',
    'Ange minst 1, utan decimaler.', 'Give at least 1, without decimals.'),
};

const filled = ({ sv, en }: { readonly sv: string; readonly en: string }, name: string): { readonly sv: string; readonly en: string } =>
  ({ sv: sv.replaceAll('{name}', name), en: en.replaceAll('{name}', name) });

/** `name` is the name of an element or attribute. */
export const wordingOf = (id: WordingId, name: string): Wording => {
  const { text, hint } = WORDINGS[id];
  return { text: filled(text, name), hint: filled(hint, name) };
};
