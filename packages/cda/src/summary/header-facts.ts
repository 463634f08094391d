import type { Instant } from '@ncp/domain';
import type { Organisation } from '../building/party.js';
import { addressText, codedText, fact, group } from '../prescription/facts.js';
import type { FactGroup } from '../prescription/model.js';
import type { PatientSummaryDocument } from './model.js';

type Body = Pick<PatientSummaryDocument, 'patient' | 'effectiveTime' | 'lastUpdated' | 'softwareName' | 'responsible' | 'custodian' | 'primaryCare'>;

const organisationLines = (where: Organisation): readonly (string | undefined)[] => [where.name, addressText(where), where.phone];

/** `2026-11-01 09:00:00 +01:00` */
const readable = (time: Instant): string => time.replace('T', ' ').replace(/(?=[+-]\d\d:\d\d$)/, ' ');

/** What level 3 says in its header and the PDF has to say itself. */
export const summaryHeaderFacts = ({ patient, effectiveTime, lastUpdated, softwareName, responsible, custodian, primaryCare }: Body, dataSource: string): readonly FactGroup[] => [
  group('patient', 'Patient', 'Patient',
    fact('patientname', 'Namn', 'Name', [[...patient.given, patient.family].join(' ')]),
    fact('patientid', 'Personnummer', 'Personal identity number', [patient.id.extension]),
    fact('birth', 'Födelsedatum', 'Date of birth', [patient.birthDate]),
    fact('gender', 'Kön', 'Gender', [codedText(patient.gender)])),
  group('document', 'Sammanställning', 'Compilation',
    fact('compiled', 'Sammanställd', 'Compiled', [readable(effectiveTime)]),
    fact('updated', 'Senaste uppgift', 'Newest record', [readable(lastUpdated)]),
    fact('software', 'Sammanställd av', 'Compiled by', [softwareName]),
    fact('origin', 'Datakälla', 'Data source', [dataSource]),
    fact('responsible', 'Ansvarig', 'Responsible', [[...responsible.given, responsible.family].join(' ')]),
    ...(primaryCare === custodian
      ? [fact('custodian', 'Nationell kontaktpunkt och kontakt om patienten', 'National contact point and contact about the patient', organisationLines(custodian))]
      : [
          fact('custodian', 'Nationell kontaktpunkt', 'National contact point', organisationLines(custodian)),
          fact('primarycare', 'Kontakt om patienten', 'Contact about the patient', organisationLines(primaryCare)),
        ])),
];
