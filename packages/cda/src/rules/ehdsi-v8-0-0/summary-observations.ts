import type { TemplateTable } from '../release.js';

/** Results, vital signs, functional status, pregnancy and social history of a Patient Summary (cda-documents 7). Notation: ../table.ts. */

export const RESULT_ORGANIZER: TemplateTable = {
  name: 'eHDSIResultOrganizer', id: 'T.3.42', version: '2022-04-05T173000',
  rows: `
organizer [tpl:T.3.42] 1..1 R @classCode! @classCode:cs @moodCode=EVN
  templateId [@root=T.3.42] 1..1 R II.EPSOS
  id 0..1 O II.EPSOS
  code 1..1 R CE.EPSOS
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 0..1 O IVL_TS
  component [has:observation[tpl:T.3.43 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13]] 1..* R
  performer [has:assignedEntity] 0..* O > CDAPerformerBody
  author [tpl:2.16.840.1.113883.3.1937.777.11.10.151] 0..* O > eHDSIBodyAuthor
`,
};

export const RESULT_OBSERVATION: TemplateTable = {
  name: 'eHDSIResultObservation', id: 'T.3.43', version: '2022-07-12T112035',
  rows: `
observation [tpl:T.3.43 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.43] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R II.EPSOS
  code 1..1 M CE.EPSOS
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 1..1 R IVL_TS
  value 1..1 R
  interpretationCode 0..1 O CE.EPSOS
  targetSiteCode 0..1 O CE.EPSOS
  id 0..* O II.EPSOS
  author [tpl:2.16.840.1.113883.3.1937.777.11.10.151] 0..* O > eHDSIBodyAuthor
  entryRelationship [has:act[tpl:2.16.840.1.113883.10.20.1.40 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.2]] 0..* O @typeCode=COMP
  referenceRange [has:observationRange] 0..* O
    observationRange [has:value] 1..1 M
      value 1..1 M
      interpretationCode [code:N^2.16.840.1.113883.5.83] 0..1 O CE @code=N @codeSystem=2.16.840.1.113883.5.83
      code 0..* O CD
      code 0..0 O
`,
};

export const BLOOD_GROUP: TemplateTable = {
  name: 'eHDSIBloodGroup', id: 'T.3.25', version: '2020-09-04T082630',
  rows: `
observation [tpl:T.3.25 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.25] 1..1 R II
  templateId [@root=T.3.20] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13.6] 0..1 O II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  code [code:34530-6^2.16.840.1.113883.6.1] 1..1 R CD
  text 1..1 R ED
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 1..1 R IVL_TS
  value [in:42.20 | null] 1..* R CE.EPSOS
  interpretationCode 0..* O CE
  methodCode 0..* O CE
  targetSiteCode 0..* O CD
`,
};

export const VITAL_SIGNS_ORGANIZER: TemplateTable = {
  name: 'eHDSIVitalSignsOrganizer', id: 'T.3.21', version: '2020-09-03T150048',
  rows: `
organizer [tpl:T.3.21 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13.1 & tpl:2.16.840.1.113883.10.20.1.32 & tpl:2.16.840.1.113883.10.20.1.35] 1..1 R @classCode=CLUSTER @moodCode=EVN
  templateId [@root=T.3.21] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13.1] 1..1 R II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.32] 1..1 R II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.35] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  code [code:46680005^2.16.840.1.113883.6.96] 1..1 R CE.EPSOS
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 1..1 R TS
  component [has:observation[tpl:T.3.22 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13.2 & tpl:2.16.840.1.113883.10.20.1.31]] 1..* R
`,
};

export const VITAL_SIGNS_OBSERVATION: TemplateTable = {
  name: 'eHDSIVitalSignsObservation', id: 'T.3.22', version: '2022-07-22T093146',
  rows: `
observation [tpl:T.3.22 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13.2 & tpl:2.16.840.1.113883.10.20.1.31] 1..1 R @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.22] 1..1 R II.EPSOS
  templateId [@root=T.3.20] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13.2] 1..1 R II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.31] 1..1 R II.EPSOS
  id 1..* M II
  code [in:42.21] 1..1 R CE.EPSOS
  text 1..1 M ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 1..1 R TS
  value 1..1 R PQ null-or:@unit=mm[Hg]
  interpretationCode 0..* O CE
  methodCode 0..* O CE
  targetSiteCode 0..* O CD
`,
};

export const FUNCTIONAL_STATUS_ORGANIZER: TemplateTable = {
  name: 'eHDSIFunctionalStatusOrganizer', id: 'T.3.39', version: '2022-03-10T151548',
  rows: `
organizer [tpl:T.3.39] 1..1 R @classCode=CLUSTER @moodCode=EVN
  templateId [@root=T.3.39] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  code 1..1 M CE.EPSOS
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 0..1 O IVL_TS
  component [has:observation[tpl:T.3.40 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13]] 1..* R
`,
};

export const FUNCTIONAL_STATUS_OBSERVATION: TemplateTable = {
  name: 'eHDSIFunctionalStatusObservation', id: 'T.3.40', version: '2022-03-11T160730',
  rows: `
observation [tpl:T.3.40 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.40] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  code 1..1 R CE.EPSOS
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 1..1 R IVL_TS
  value 1..* R
`,
};

export const PREGNANCY_STATUS_OBSERVATION: TemplateTable = {
  name: 'eHDSIPregnancyStatusObservation', id: 'T.3.45', version: '2022-07-12T104108',
  rows: `
. @classCode=OBS @moodCode=EVN
templateId [@root=T.3.45] 1..1 R II.EPSOS
code [code:82810-3^2.16.840.1.113883.6.1] 0..1 O CD.EPSOS @code=82810-3 @codeSystem=2.16.840.1.113883.6.1
text 1..1 R ED
  reference 1..1 M TEL @value! @value:st
statusCode 1..1 R CS @code?=completed
effectiveTime 1..1 R IVL_TS
value [in:42.60 | null] 1..1 R CE.EPSOS
entryRelationship [has:observation[tpl:T.3.24 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13.5]] 0..1 O @typeCode=COMP
code [code:82810-3^2.16.840.1.113883.6.1] 1..* S
`,
};

export const PREGNANCY_OUTCOME_OBSERVATION: TemplateTable = {
  name: 'eHDSIPregnancyOutcomeObservation', id: 'T.3.46', version: '2022-07-12T104301',
  rows: `
. @classCode=OBS @moodCode=EVN
templateId [@root=T.3.46] 1..1 R II.EPSOS
code [in:42.62] 1..1 R CE.EPSOS
text 1..1 R ED
  reference 1..1 M TEL @value!
statusCode 1..1 R CS @code?=completed
value 0..1 O INT
`,
};

export const PREGNANCY_OBSERVATION: TemplateTable = {
  name: 'eHDSIPregnancyObservation', id: 'T.3.47', version: '2022-07-12T104949',
  rows: `
. @classCode=OBS @moodCode=EVN
templateId [@root=T.3.47] 1..1 R II.EPSOS
code [code:93857-1^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS @code=93857-1 @codeSystem=2.16.840.1.113883.6.1
text 1..1 R ED
  reference 1..1 M TEL @value!
statusCode 1..1 R CS @code?=completed
effectiveTime 0..1 O TS
value 1..1 R TS
`,
};

export const PREGNANCY_EXPECTED_DELIVERY_DATE_OBSERVATION: TemplateTable = {
  name: 'eHDSIPregnancyExpectedDeliveryDateObservation', id: 'T.3.24', version: '2023-04-20T190615',
  rows: `
observation [tpl:T.3.24 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13.5] 0..* O @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.24] 1..1 R II.EPSOS
  templateId [@root=T.3.20] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13.5] 1..1 R II.EPSOS
  id 1..* R II
  code [in:42.9] 0..1 O CD
  text 1..1 M ED
  statusCode [@code=completed | null] 1..1 R CS
  effectiveTime 1..1 R IVL_TS
  value 1..1 R TS
  code [in:42.9] 1..* S
  repeatNumber 0..0 O
  interpretationCode 0..0 O
  methodCode 0..0 O
  targetSiteCode 0..0 O
`,
};

export const SOCIAL_HISTORY_OBSERVATION: TemplateTable = {
  name: 'eHDSISocialHistoryObservation', id: 'T.3.23', version: '2020-09-03T152825',
  rows: `
observation [tpl:T.3.23 & tpl:T.3.20 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13.4 & tpl:2.16.840.1.113883.10.20.1.33] 0..* O @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.23] 1..1 R II.EPSOS
  templateId [@root=T.3.20] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13.4] 1..1 R II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.33] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  code [in:42.14] 1..1 R CD
  text 1..1 M ED
  statusCode [@code=completed | null] 1..1 R CS
  effectiveTime [has:low] 1..1 R IVL_TS
    low 1..1 R
    high 0..1 O
  value 1..* R ANY
  repeatNumber 0..0 O
  interpretationCode 0..0 O
  methodCode 0..0 O
  targetSiteCode 0..0 O
`,
};
