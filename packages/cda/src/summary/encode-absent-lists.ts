import type { XmlElement } from '@ncp/xml';
import { codedElement } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { identifier, templateIds } from '../building/identifiers.js';
import { referenceTo } from './encode-narrative.js';
import { COMPLETED, EHDSI, entry } from './encode-statements.js';
import type { AbsenceEntry } from './model.js';

/** Sections that no Swedish source has anything for; they still have to be there (cda-documents 7, PS91). */

export const procedureEntry = ({ id, narrativeId, value }: AbsenceEntry): XmlElement =>
  entry(v3('procedure', { classCode: 'PROC', moodCode: 'EVN' },
    templateIds([`${EHDSI}.26`]),
    identifier('id', id),
    codedElement('code', value),
    referenceTo(narrativeId),
    COMPLETED,
    v3('effectiveTime', { 'xsi:type': 'IVL_TS', 'nullFlavor': 'NA' })));

export const deviceEntry = ({ id, narrativeId, value }: AbsenceEntry): XmlElement =>
  entry(v3('supply', { classCode: 'SPLY', moodCode: 'EVN' },
    templateIds([`${EHDSI}.5`]),
    identifier('id', id),
    referenceTo(narrativeId),
    v3('effectiveTime', { 'xsi:type': 'IVL_TS' }, nullOf('low', 'NA')),
    v3('participant', { typeCode: 'DEV' },
      v3('participantRole', { classCode: 'MANU' },
        v3('playingDevice', { classCode: 'DEV', determinerCode: 'INSTANCE' }, codedElement('code', value))))));
