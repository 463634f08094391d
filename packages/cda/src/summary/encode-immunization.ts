import { hl7Date } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { codedElement, fixedCode } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { templateIds } from '../building/identifiers.js';
import { referenceTo } from './encode-narrative.js';
import { CCD, COMPLETED, EHDSI, entry, entryId, PCC, STATEMENTS } from './encode-statements.js';
import type { ImmunizationEntry } from './model.js';

const IMMUNIZATION = [`${EHDSI}.19`, `${PCC}.12`, `${CCD}.24`];
const PRODUCT = [`${EHDSI}.18`, `${PCC}.7.2`, `${CCD}.53`];

const vaccine = ({ vaccine: code, vaccineName, lotNumber, manufacturer }: ImmunizationEntry): XmlElement =>
  v3('consumable', { typeCode: 'CSM' },
    v3('manufacturedProduct', { classCode: 'MANU' },
      templateIds(PRODUCT),
      v3('manufacturedMaterial', { classCode: 'MMAT', determinerCode: 'KIND' },
        codedElement('code', code),
        v3('name', {}, vaccineName),
        lotNumber === undefined ? undefined : v3('lotNumberText', {}, lotNumber)),
      manufacturer === undefined ? undefined : v3('manufacturerOrganization', { classCode: 'ORG', determinerCode: 'INSTANCE' }, v3('name', {}, manufacturer))));

const doseNumber = ({ doseNumber: count }: ImmunizationEntry): XmlElement | undefined =>
  count === undefined ? undefined : v3('entryRelationship', { typeCode: 'SUBJ' },
    v3('observation', { classCode: 'OBS', moodCode: 'EVN' },
      templateIds([`${EHDSI}.28`, `${CCD}.46`]),
      fixedCode('code', STATEMENTS.doseNumber),
      COMPLETED,
      v3('value', { 'xsi:type': 'INT', 'value': String(count) })));

/** Immunization T.3.19. A day that may be the day of registration is no day of vaccination (PS47). */
export const immunizationEntry = (model: ImmunizationEntry): XmlElement =>
  entry(v3('substanceAdministration', { classCode: 'SBADM', moodCode: 'EVN' },
    templateIds(IMMUNIZATION),
    entryId(model.id),
    fixedCode('code', STATEMENTS.immunization),
    referenceTo(model.narrativeId),
    COMPLETED,
    model.given === undefined ? nullOf('effectiveTime', 'UNK') : v3('effectiveTime', { value: hl7Date(model.given) }),
    vaccine(model),
    model.targets.map((target) => v3('participant', { typeCode: 'IND' },
      v3('participantRole', { classCode: 'AGNT' }, codedElement('code', target), v3('playingEntity', { classCode: 'ENT' })))),
    doseNumber(model)));
