import type { TemplateTable } from '../release.js';

/** Sections of a Patient Summary (cda-documents 7). Notation: ../table.ts. */

export const MEDICATION_SUMMARY: TemplateTable = {
  name: 'eHDSIMedicationSummary', id: 'T.2.3', version: '2020-09-07T095657',
  rows: `
section [tpl:T.2.3 & tpl:2.16.840.1.113883.10.20.1.8] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.3] 1..1 R II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.8] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code [code:10160-0^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:substanceAdministration[tpl:T.3.4 & tpl:2.16.840.1.113883.10.20.1.24]] 1..* R
`,
};

export const MEDICAL_DEVICES: TemplateTable = {
  name: 'eHDSIMedicalDevices', id: 'T.2.4', version: '2020-09-07T094143',
  rows: `
section [tpl:T.2.4 & tpl:2.16.840.1.113883.10.20.1.7] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.4] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.1.5.3.5] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.7] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code [code:46264-8^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:supply[tpl:T.3.5]] 1..* R
`,
};

export const RESULTS: TemplateTable = {
  name: 'eHDSIResults', id: 'T.2.5', version: '2024-01-26T134412',
  rows: `
section [tpl:T.2.5] 1..1 R @classCode?=DOCSECT atleast1(entry[has:observation[tpl:T.3.25 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13]] | entry[has:organizer[tpl:T.3.42]])
  templateId [@root=T.2.5] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code [code:30954-2^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:act[tpl:T.3.27]] 0..* O
    act [tpl:T.3.27] 0..* O > eHDSIExternalReference
  entry [has:procedure[tpl:T.3.26]] 0..0 O
  entry [has:act[tpl:T.3.27]] 0..0 O
`,
};

export const VITAL_SIGNS: TemplateTable = {
  name: 'eHDSIVitalSigns', id: 'T.2.6', version: '2020-09-02T101001',
  rows: `
section [tpl:T.2.6] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.6] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.25] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.1.5.3.2] 0..1 O II.EPSOS
  id 0..1 O II.EPSOS
  code [code:8716-3^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
`,
};

export const PREGNANCY_HISTORY: TemplateTable = {
  name: 'eHDSIPregnancyHistory', id: 'T.2.7', version: '2024-01-26T134330',
  rows: `
section [tpl:T.2.7] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.7] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.1.5.3.4] 0..1 O II.EPSOS
  id 0..1 O II.EPSOS
  code [code:10162-6^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:observation[tpl:T.3.45]] 0..1 O @typeCode! @typeCode~x_ActRelationshipEntry @contextConductionInd?=true
    observation [tpl:T.3.45] 0..* O > eHDSIPregnancyStatusObservation
  entry [has:observation[tpl:T.3.46]] 0..* O @typeCode! @typeCode~x_ActRelationshipEntry @contextConductionInd?=true
    observation [tpl:T.3.46] 0..* O > eHDSIPregnancyOutcomeObservation
  entry [has:observation[tpl:T.3.47]] 0..* O @typeCode! @typeCode~x_ActRelationshipEntry @contextConductionInd?=true
    observation [tpl:T.3.47] 0..* O > eHDSIPregnancyObservation
`,
};

export const HEALTH_MAINTENANCE_CARE_PLAN: TemplateTable = {
  name: 'eHDSIHealthMaintenanceCarePlan', id: 'T.2.8', version: '2020-09-02T102817',
  rows: `
section [tpl:T.2.8 & tpl:2.16.840.1.113883.10.20.1.10] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.8] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.31] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.1.9.50] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.10] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code [code:18776-5^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
`,
};

export const ACTIVE_PROBLEMS: TemplateTable = {
  name: 'eHDSIActiveProblems', id: 'T.2.9', version: '2022-04-19T153354',
  rows: `
section [tpl:T.2.9 & tpl:2.16.840.1.113883.10.20.1.11] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.9] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.6] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.11] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code [code:11450-4^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
`,
};

export const HISTORY_OF_PAST_ILLNESS: TemplateTable = {
  name: 'eHDSIHistoryOfPastIllness', id: 'T.2.10', version: '2020-09-02T140710',
  rows: `
section [tpl:T.2.10] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.10] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.8] 0..1 O II.EPSOS
  id 0..1 O II.EPSOS
  code [code:11348-0^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
`,
};

export const LIST_OF_SURGERIES: TemplateTable = {
  name: 'eHDSIListOfSurgeries', id: 'T.2.11', version: '2020-09-02T142438',
  rows: `
section [tpl:T.2.11] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.11] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.12] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.11] 0..1 O II.EPSOS
  id 0..1 O II.EPSOS
  code [code:47519-4^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:procedure[tpl:T.3.26]] 1..* R
`,
};

export const ALLERGIES_AND_OTHER_ADVERSE_REACTIONS: TemplateTable = {
  name: 'eHDSIAllergiesAndOtherAdverseReactions', id: 'T.2.12', version: '2021-12-17T092901',
  rows: `
section [tpl:T.2.12] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.12] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.13] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.2] 0..1 O II.EPSOS
  id 0..1 O II.EPSOS
  code [code:48765-2^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:act[tpl:T.3.16]] 1..* R
`,
};

export const SOCIAL_HISTORY: TemplateTable = {
  name: 'eHDSISocialHistory', id: 'T.2.13', version: '2020-09-02T144159',
  rows: `
section [tpl:T.2.13 & tpl:2.16.840.1.113883.10.20.1.15] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.13] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.16.1] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.16] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.15] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code [code:29762-2^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:observation[tpl:T.3.23 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13.4 & tpl:2.16.840.1.113883.10.20.1.33]] 1..* R
`,
};

export const FUNCTIONAL_STATUS: TemplateTable = {
  name: 'eHDSIFunctionalStatus', id: 'T.2.14', version: '2024-01-26T134133',
  rows: `
section [tpl:T.2.14] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.14] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.17] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.5] 0..1 O II.EPSOS
  id 0..1 O II.EPSOS
  code [code:47420-5^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  author [tpl:2.16.840.1.113883.3.1937.777.11.10.151] 0..* O > eHDSIBodyAuthor
  informant 0..* O > CDAinformantBody
`,
};

export const IMMUNIZATIONS: TemplateTable = {
  name: 'eHDSIImmunizations', id: 'T.2.15', version: '2020-09-02T145550',
  rows: `
section [tpl:T.2.15 & tpl:2.16.840.1.113883.10.20.1.6] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.15] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.3.23] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.6] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code [code:11369-6^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  entry [has:substanceAdministration[tpl:T.3.19 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.12 & tpl:2.16.840.1.113883.10.20.1.24]] 1..* R
`,
};

export const ADVANCE_DIRECTIVES_SECTION: TemplateTable = {
  name: 'eHDSIAdvanceDirectivesSection', id: 'T.2.16', version: '2022-04-25T152002',
  rows: `
section [tpl:T.2.16] 1..1 R @classCode?=DOCSECT
  templateId [@root=T.2.16] 1..1 R II.EPSOS
  code [code:42348-3^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  title 1..1 M ST
  text 1..1 M SD.TEXT
  id 0..* O II.EPSOS
  author [tpl:2.16.840.1.113883.3.1937.777.11.10.151] 0..* O > eHDSIBodyAuthor
  informant 0..* O > CDAinformantBody
`,
};
