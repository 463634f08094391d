import { hl7Date } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { codedElement, fixedCode } from '../building/coded-element.js';
import { v3 } from '../building/elements.js';
import { templateIds } from '../building/identifiers.js';
import { referenceTo } from './encode-narrative.js';
import { COMPLETED, EHDSI, entry, entryId, PCC, since, STATEMENTS } from './encode-statements.js';
import type { BloodGroupEntry, FunctionalEntry, PregnancyEntries } from './model.js';

const OBSERVATION = { classCode: 'OBS', moodCode: 'EVN' } as const;
const DUE_DATE = [`${EHDSI}.24`, `${EHDSI}.20`, `${PCC}.13`, `${PCC}.13.5`];
const BLOOD_GROUP = [`${EHDSI}.25`, `${EHDSI}.20`, `${PCC}.13`];
const FUNCTIONAL = [`${EHDSI}.40`, `${PCC}.13`];

type DueDate = NonNullable<PregnancyEntries['expectedDelivery']>;

const dueDate = ({ id, narrativeId, method, on }: DueDate, observed: XmlElement): XmlElement =>
  v3('observation', OBSERVATION,
    templateIds(DUE_DATE),
    entryId(id),
    codedElement('code', method),
    referenceTo(narrativeId),
    COMPLETED,
    observed,
    v3('value', { 'xsi:type': 'TS', 'value': hl7Date(on) }));

/** State with the expected date inside, outcomes, dates of earlier deliveries (PS81-PS83). */
export const pregnancyEntries = ({ status, expectedDelivery, outcomes, earlierDates }: PregnancyEntries): readonly XmlElement[] => {
  const observed = since(status?.since);
  return [
    ...(status === undefined ? [] : [entry(v3('observation', OBSERVATION,
      templateIds([`${EHDSI}.45`]),
      entryId(status.id),
      fixedCode('code', STATEMENTS.pregnancyStatus),
      referenceTo(status.narrativeId),
      COMPLETED,
      observed,
      codedElement('value', status.value, v3, { 'xsi:type': 'CE' }),
      expectedDelivery === undefined ? undefined : v3('entryRelationship', { typeCode: 'COMP' }, dueDate(expectedDelivery, observed))))]),
    // Without a state the date still has its place: the section takes any entry.
    ...(status !== undefined || expectedDelivery === undefined ? [] : [entry(dueDate(expectedDelivery, observed))]),
    ...outcomes.map(({ id, narrativeId, outcome, count }) => entry(v3('observation', OBSERVATION,
      templateIds([`${EHDSI}.46`]),
      entryId(id),
      codedElement('code', outcome),
      referenceTo(narrativeId),
      COMPLETED,
      v3('value', { 'xsi:type': 'INT', 'value': String(count) })))),
    ...earlierDates.map(({ id, narrativeId, yearMonth }) => entry(v3('observation', OBSERVATION,
      templateIds([`${EHDSI}.47`]),
      entryId(id),
      fixedCode('code', STATEMENTS.earlierDelivery),
      referenceTo(narrativeId),
      COMPLETED,
      v3('value', { 'xsi:type': 'TS', 'value': yearMonth })))),
  ];
};

/** One organizer for each assessment: T.3.39 around T.3.40. */
export const functionalEntry = ({ id, narrativeId, assessment, value, assessedOn }: FunctionalEntry): XmlElement =>
  entry(v3('organizer', { classCode: 'CLUSTER', moodCode: 'EVN' },
    templateIds([`${EHDSI}.39`]),
    entryId(id, 'group'),
    fixedCode('code', STATEMENTS.functionalStatus),
    COMPLETED,
    v3('component', {}, v3('observation', OBSERVATION,
      templateIds(FUNCTIONAL),
      entryId(id),
      codedElement('code', assessment),
      referenceTo(narrativeId),
      COMPLETED,
      since(assessedOn),
      v3('value', { 'xsi:type': 'ST' }, value)))));

export const bloodGroupEntry = ({ id, narrativeId, group, taken }: BloodGroupEntry): XmlElement =>
  entry(v3('observation', OBSERVATION,
    templateIds(BLOOD_GROUP),
    entryId(id),
    fixedCode('code', STATEMENTS.bloodGroup),
    referenceTo(narrativeId),
    COMPLETED,
    since(taken),
    codedElement('value', group, v3, { 'xsi:type': 'CE' })));
