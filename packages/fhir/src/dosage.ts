import { isSaidIn, parseDate, type CalendarDate, type Dosage, type DosageKind, type DosageStep, type PeriodUnit, type Quantity } from '@ncp/domain';
import { codedValue, codingsIn, quantityIn } from './coding.js';
import { isFhirObject } from './json.js';
import {
  countIn, decimalIn, extensionIn, flagIn, nodeIn, nodesIn, optional, textIn, textsIn, type FhirNode,
} from './node.js';
import { LOCAL_DOSAGE_TYPES, NLL_EXTENSIONS } from './national-constants.js';

/**
 * NLLDosage (sweden-national 5). The text is never dropped; the structure is kept only as far as our model holds all
 * of it. A step with anything more becomes free text, so that nothing is ever nearly right (decisions D36).
 */

const KINDS: Readonly<Record<string, DosageKind>> = {
  [LOCAL_DOSAGE_TYPES.timesOfDay]: 'times-of-day',
  [LOCAL_DOSAGE_TYPES.frequency]: 'frequency',
  [LOCAL_DOSAGE_TYPES.interval]: 'interval',
  [LOCAL_DOSAGE_TYPES.once]: 'once',
  [LOCAL_DOSAGE_TYPES.freeText]: 'free-text',
};
const PERIOD_UNITS: Readonly<Record<string, PeriodUnit>> = { min: 'min', h: 'h', d: 'd', wk: 'wk', mo: 'mo' };

/** What our model of a step can hold; any other member, `modifierExtension` above all, makes the structure incomplete. */
const ENTRY_MEMBERS: ReadonlySet<string> = new Set([
  'id', 'extension', 'sequence', 'text', 'additionalInstruction', 'patientInstruction', 'timing', 'asNeededBoolean', 'asNeededCodeableConcept',
  'site', 'route', 'method', 'doseAndRate', 'maxDosePerPeriod',
]);
const REPEAT_MEMBERS: ReadonlySet<string> = new Set([
  'frequency', 'period', 'periodUnit', 'when', 'timeOfDay', 'dayOfWeek', 'boundsDuration', 'count',
]);
const DOSE_MEMBERS: ReadonlySet<string> = new Set(['type', 'doseQuantity', 'doseRange']);

/** Maxima of another kind: our model has no place for them, so they are said in words. */
const OTHER_MAXIMA = { maxDosePerAdministration: 'Maxdos per tillfälle', maxDosePerLifetime: 'Maxdos totalt' } as const;

const onlyKnown = (node: FhirNode | undefined, known: ReadonlySet<string>): boolean =>
  node === undefined || Object.keys(node.value).every((name) => known.has(name));

const kindOf = (entry: FhirNode, repeat: FhirNode | undefined): DosageKind => {
  const extension = extensionIn(entry, NLL_EXTENSIONS.dosageType);
  const code = extension === undefined ? undefined : textIn(extension, 'valueCode');
  if (code !== undefined) return KINDS[code] ?? 'free-text';
  if (repeat === undefined) return 'free-text';
  if (textsIn(repeat, 'when').length > 0 || textsIn(repeat, 'timeOfDay').length > 0) return 'times-of-day';
  return decimalIn(repeat, 'period') === undefined ? 'free-text' : 'frequency';
};

const boundsDaysIn = (repeat: FhirNode | undefined): number | 'inexact' | undefined => {
  const bounds = repeat === undefined ? undefined : quantityIn(repeat, 'boundsDuration');
  if (bounds === undefined) return undefined;
  // The profile allows days only.
  return bounds.unit.code === 'd' && /^[1-9][0-9]{0,3}$/.test(bounds.value) ? Number(bounds.value) : 'inexact';
};

const written = (quantity: Quantity | undefined): string => (quantity === undefined ? '?' : `${quantity.value} ${quantity.unit.text}`.trim());

const maximumIn = (entry: FhirNode): DosageStep['maximum'] | 'inexact' => {
  const ratio = nodeIn(entry, 'maxDosePerPeriod');
  if (ratio === undefined) return undefined;
  const dose = quantityIn(ratio, 'numerator');
  const period = quantityIn(ratio, 'denominator');
  return dose === undefined || period === undefined ? 'inexact' : { dose, period };
};

/** A maximum that is no amount per period is said in words, as far as it goes. */
const maximumWords = (entry: FhirNode): readonly string[] => {
  const ratio = nodeIn(entry, 'maxDosePerPeriod');
  const others = Object.entries(OTHER_MAXIMA).map(([name, words]) => ({ words, dose: quantityIn(entry, name) })).filter(({ dose }) => dose !== undefined);
  return [
    ...(ratio === undefined || maximumIn(entry) !== 'inexact' ? [] : [`Maxdos: ${written(quantityIn(ratio, 'numerator'))} / ${written(quantityIn(ratio, 'denominator'))}`]),
    ...others.map(({ words, dose }) => `${words}: ${written(dose)}`),
  ];
};

/** Its text, else what its codes are called. */
const conceptWords = (concept: FhirNode | undefined): string | undefined => {
  if (concept === undefined) return undefined;
  return textIn(concept, 'text') ?? codingsIn(concept).map((coding) => textIn(coding, 'display')).find((display) => display !== undefined);
};

/** The one day of a single dose. A time of day, or several days, is more than our model holds. */
const dayOfEvent = (timing: FhirNode | undefined): CalendarDate | 'inexact' | undefined => {
  const [event, second] = timing === undefined ? [] : textsIn(timing, 'event');
  if (event === undefined) return undefined;
  const day = parseDate(event);
  return day.ok && second === undefined ? day.value : 'inexact';
};

const asNeededIn = (entry: FhirNode): boolean =>
  flagIn(entry, 'asNeededBoolean') === true || nodeIn(entry, 'asNeededCodeableConcept') !== undefined;

const administrationIn = (entry: FhirNode): string | undefined => {
  const extension = extensionIn(entry, NLL_EXTENSIONS.administration);
  const device = extensionIn(entry, NLL_EXTENSIONS.medicalDevice);
  const said = [
    extension === undefined ? undefined : textIn(extension, 'valueString'),
    ...['method', 'site'].map((name) => conceptWords(nodeIn(entry, name))),
    device === undefined ? undefined : conceptWords(nodeIn(device, 'valueCodeableConcept')),
  ].filter((text) => text !== undefined && text !== '');
  return said.length === 0 ? undefined : said.join('. ');
};

const rangeIn = (dose: FhirNode | undefined): DosageStep['doseRange'] => {
  const range = dose === undefined ? undefined : nodeIn(dose, 'doseRange');
  const low = range === undefined ? undefined : quantityIn(range, 'low');
  const high = range === undefined ? undefined : quantityIn(range, 'high');
  return low === undefined || high === undefined ? undefined : { low, high };
};

function stepIn(entry: FhirNode, position: number): DosageStep {
  const timing = nodeIn(entry, 'timing');
  const repeat = timing === undefined ? undefined : nodeIn(timing, 'repeat');
  const doses = nodesIn(entry, 'doseAndRate');
  const dose = doses[0];
  const declared = kindOf(entry, repeat);
  const bounds = boundsDaysIn(repeat);
  const unitCode = repeat === undefined ? undefined : textIn(repeat, 'periodUnit');
  const periodUnit = unitCode === undefined ? undefined : PERIOD_UNITS[unitCode];
  const count = repeat === undefined ? undefined : countIn(repeat, 'count');
  const onlyRepeat = timing === undefined || Object.keys(timing.value).every((name) => name === 'repeat' || (name === 'event' && declared === 'once'));
  const range = rangeIn(dose);
  const maximum = maximumIn(entry);
  const on = dayOfEvent(timing);
  const exact =
    maximum !== 'inexact' && on !== 'inexact' && onlyKnown(entry, ENTRY_MEMBERS) &&
    onlyKnown(repeat, REPEAT_MEMBERS) && onlyRepeat && onlyKnown(dose, DOSE_MEMBERS) && doses.length <= 1 &&
    bounds !== 'inexact' && (unitCode === undefined || periodUnit !== undefined) &&
    (count === undefined || (count === 1 && declared === 'once')) &&
    (dose === undefined || !isFhirObject(dose.value['doseRange'] ?? null) || (range !== undefined && nodeIn(dose, 'doseQuantity') === undefined));
  const routeConcept = nodeIn(entry, 'route');
  const route = codingsIn(routeConcept)[0];
  const subSequence = extensionIn(entry, NLL_EXTENSIONS.subSequence);
  const observandum = extensionIn(entry, NLL_EXTENSIONS.observandum);

  return {
    sequence: countIn(entry, 'sequence') ?? position,
    ...optional('subSequence', subSequence === undefined ? undefined : countIn(subSequence, 'valueInteger')),
    kind: exact ? declared : 'free-text',
    ...optional('text', textIn(entry, 'text')),
    ...optional('frequency', repeat === undefined ? undefined : countIn(repeat, 'frequency')),
    ...optional('period', repeat === undefined ? undefined : decimalIn(repeat, 'period')),
    ...optional('periodUnit', periodUnit),
    when: repeat === undefined ? [] : textsIn(repeat, 'when'),
    // Seconds other than zero stay: then it is no time of our model, and only the text counts.
    timeOfDay: (repeat === undefined ? [] : textsIn(repeat, 'timeOfDay')).map((time) => time.replace(/^(\d\d:\d\d):00(?:\.0+)?$/, '$1')),
    dayOfWeek: repeat === undefined ? [] : textsIn(repeat, 'dayOfWeek'),
    ...optional('on', on === 'inexact' ? undefined : on),
    ...optional('boundsDays', bounds === 'inexact' ? undefined : bounds),
    asNeeded: asNeededIn(entry),
    ...optional('dose', dose === undefined ? undefined : quantityIn(dose, 'doseQuantity')),
    ...optional('doseRange', range),
    ...optional('maximum', maximum === 'inexact' ? undefined : maximum),
    ...optional('route', route === undefined ? undefined : codedValue(route)),
    ...optional('administration', administrationIn(entry)),
    observandum: observandum !== undefined && flagIn(observandum, 'valueBoolean') === true,
  };
}

/** What one entry says in words. */
const wordsIn = (entry: FhirNode): readonly string[] => {
  const concepts = [...nodesIn(entry, 'additionalInstruction'), nodeIn(entry, 'asNeededCodeableConcept')];
  return [textIn(entry, 'text'), textIn(entry, 'patientInstruction'), ...concepts.map(conceptWords), ...maximumWords(entry)]
    .map((words) => words?.trim() ?? '').filter((words) => words !== '');
};

/**
 * Everything the entries say in words, in order. Within one sequence each thing once: the first entry often carries the
 * whole text. A later sequence that says the same again is another step of the treatment, and is kept.
 */
const wordsOf = (inOrder: readonly { readonly entry: FhirNode; readonly step: DosageStep }[]): string => {
  const whole = inOrder.map(({ entry }) => wordsIn(entry).join('\n'));
  // The whole text on every entry is one text.
  if (whole.length > 1 && whole[0] !== '' && whole.every((words) => words === whole[0])) return whole[0] ?? '';
  const bySequence = new Map<number, string[]>();
  for (const { entry, step } of inOrder) {
    const said = bySequence.get(step.sequence) ?? [];
    for (const words of wordsIn(entry)) {
      if (!said.some((earlier) => isSaidIn(earlier, words))) said.push(words);
    }
    bySequence.set(step.sequence, said);
  }
  return [...bySequence.values()].flat().join('\n');
};

/**
 * `dosageInstruction` of a prescription, entries in sequence order.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function decodeDosage(request: FhirNode): Dosage {
  const entries = nodesIn(request, 'dosageInstruction');
  // Without its sequence nobody knows whether a step is taken beside the others or after them (sweden-national 5: 1..1).
  const isOrdered = entries.length < 2 || entries.every((entry) => countIn(entry, 'sequence') !== undefined);
  const inOrder = entries
    .map((entry, index) => ({ entry, step: stepIn(entry, index + 1) }))
    .map(({ entry, step }) => ({ entry, step: isOrdered ? step : { ...step, kind: 'free-text' as const } }))
    .sort((a, b) => a.step.sequence - b.step.sequence || (a.step.subSequence ?? 0) - (b.step.subSequence ?? 0));
  return { text: wordsOf(inOrder), steps: inOrder.map(({ step }) => step) };
}
