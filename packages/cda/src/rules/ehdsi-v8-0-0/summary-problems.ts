import type { TemplateTable } from '../release.js';

/** Problems of a Patient Summary (cda-documents 7). Notation: ../table.ts. */

export const PROBLEM_CONCERN: TemplateTable = {
  name: 'eHDSIProblemConcern', id: 'T.3.15', version: '2020-09-03T125944',
  rows: `
act [tpl:T.3.15 & tpl:2.16.840.1.113883.10.20.1.27] 0..* O @classCode=ACT @moodCode=EVN
  templateId [@root=T.3.15] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.5.1] 0..1 O II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.5.2] 0..1 O II
  templateId [@root=2.16.840.1.113883.10.20.1.27] 1..1 R II
  id 1..* R II
  code [code:CONC^2.16.840.1.113883.5.6] 1..1 R CD
  text 0..1 O ED
    reference 1..1 M TEL @value!
  statusCode [code-in:eHDSIActStatusActiveAbortedSuspendedCompleted | null] 0..1 O CS
  effectiveTime [has:low] 0..1 O IVL_TS
    low 1..1 R
    high 0..1 O
  entryRelationship [has:observation[tpl:T.3.7]] 1..* R @typeCode=SUBJ
  entryRelationship [@typeCode=REFR] 0..* O
    observation [has:code[code:48766-0^2.16.840.1.113883.6.1]] 0..* O @classCode?=OBS @moodCode?=EVN
      code [code:48766-0^2.16.840.1.113883.6.1] 1..1 R CD
      statusCode [@code=completed | null] 1..1 R
      value 1..1 M
`,
};

export const PROBLEM: TemplateTable = {
  name: 'eHDSIProblem', id: 'T.3.7', version: '2023-02-27T152542',
  rows: `
observation [tpl:T.3.7] 0..* O @classCode=OBS @moodCode=EVN @negationInd:bl
  templateId [@root=T.3.7] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.5] 0..1 O II
  templateId [@root=2.16.840.1.113883.10.20.1.28] 0..1 O II
  id 1..1 M II
  code [in:42.23 | null] 0..1 O CD.EPSOS
  text 1..1 M ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed | null] 0..1 O CS
  effectiveTime 0..1 O IVL_TS
  value [in:42.5 | in:42.50 | in:42.63 | null] 0..1 O CD.EPSOS
    originalText 0..* O
      reference 0..1 O
  entryRelationship [has:observation[tpl:T.3.8]] 0..1 O @typeCode=SUBJ @inversionInd=true
  entryRelationship [has:observation[tpl:T.3.49]] 0..1 O @typeCode=SUBJ @inversionInd=true
    observation [tpl:T.3.49] 0..* O > eHDSICertaintyObservation
  entryRelationship [has:observation[tpl:T.3.9 & tpl:2.16.840.1.113883.10.20.1.57 & tpl:2.16.840.1.113883.10.20.1.50]] 0..1 O @typeCode=REFR @inversionInd?=false
  entryRelationship [has:observation[tpl:T.3.10]] 0..1 O @typeCode=REFR @inversionInd?=false
  entryRelationship [has:act[tpl:T.3.11 & tpl:2.16.840.1.113883.10.20.1.40]] 0..* O @typeCode=SUBJ @inversionInd=true
  entryRelationship [has:act[tpl:T.3.48]] 0..* O @typeCode=REFR @inversionInd?=false
    act [tpl:T.3.48] 0..* O > eHDSICareTeamAct
  reference [@typeCode=REFR] 0..* O @inversionInd?=false
    externalDocument 0..1 O
      text [has:reference] 0..1 O ED
        reference 1..1 R
      id 0..* O II
  code [in:42.23 | null] 1..* S
  value [in:42.5 | in:42.50 | in:42.63 | null] 1..* S
`,
};

export const SEVERITY: TemplateTable = {
  name: 'eHDSISeverity', id: 'T.3.8', version: '2020-09-02T151641',
  rows: `
observation [tpl:T.3.8] 0..* O @classCode=OBS @moodCode=EVN @negationInd:bl
  templateId [@root=T.3.8] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.1] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.55] 0..1 O II.EPSOS
  code [code:SEV^2.16.840.1.113883.5.4 | null] 1..1 R CD
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed] 1..1 R CS
  id 0..* O II.EPSOS
  value [in:42.13 | null] 0..* O CD.EPSOS
`,
};

export const PROBLEM_STATUS_OBSERVATION: TemplateTable = {
  name: 'eHDSIProblemStatusObservation', id: 'T.3.9', version: '2022-07-22T092801',
  rows: `
observation [tpl:T.3.9 & tpl:2.16.840.1.113883.10.20.1.57 & tpl:2.16.840.1.113883.10.20.1.50] 0..* O @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.9] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.1.1] 0..1 O II
  templateId [@root=2.16.840.1.113883.10.20.1.57] 1..1 R II
  templateId [@root=2.16.840.1.113883.10.20.1.50] 1..1 R II
  code [code:33999-4^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  text 1..1 M ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed] 1..1 R CS
  value [in:42.15 | null] 1..1 R CE.EPSOS
`,
};

export const HEALTH_STATUS_OBSERVATION: TemplateTable = {
  name: 'eHDSIHealthStatusObservation', id: 'T.3.10', version: '2022-07-22T093045',
  rows: `
observation [tpl:T.3.10] 0..* O @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.10] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.1.2] 0..1 O II
  templateId [@root=2.16.840.1.113883.10.20.1.51] 0..1 O II
  code [code:11323-3^2.16.840.1.113883.6.1] 1..1 R CE.EPSOS
  text 1..1 M ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed] 1..1 R CS
  value [in:42.30 | null] 1..1 R CE.EPSOS
`,
};

export const CERTAINTY_OBSERVATION: TemplateTable = {
  name: 'eHDSICertaintyObservation', id: 'T.3.49', version: '2023-03-03T141508',
  rows: `
. @classCode=OBS @moodCode=EVN
templateId [@root=T.3.49] 1..1 R II.EPSOS
code [code:66455-7^2.16.840.1.113883.6.1] 1..1 R CD
text 1..1 M ED
statusCode [@code=completed] 1..1 R CS
value [in:42.64] 1..1 R CE.EPSOS
`,
};

export const CARE_TEAM_ACT: TemplateTable = {
  name: 'eHDSICareTeamAct', id: 'T.3.48', version: '2023-02-27T153145',
  rows: `
. @classCode=PCPR @moodCode=EVN
templateId [@root=T.3.48] 1..1 R II
code [code:85847-2^2.16.840.1.113883.6.1 | null] 1..1 R CD
statusCode [code-in:ActStatus | null] 1..1 R CS
effectiveTime 0..1 O IVL_TS
id 0..* O II
performer [has:assignedEntity] 0..* O @typeCode?=PRF
  time 0..1 O IVL_TS
  assignedEntity 1..1 R @classCode?=ASSIGNED
    id 1..* R II
    code 0..1 O CE
    assignedPerson [@classCode=PSN][@determinerCode=INSTANCE] 0..1 O
      name 0..* O PN
    addr 0..* O AD
    telecom 0..* O TEL
    representedOrganization 0..* O @classCode?=ORG @determinerCode?=INSTANCE
      asOrganinizationPartOf 0..1 O @classCode?=PART
        code 0..1 O CE
        effectiveTime 0..1 O IVL_TS
        wholeOrganization 0..* O @classCode?=ORG @determinerCode?=INSTANCE
          name 0..* O ON
      id 0..* O II
      name 0..* O ON
      telecom 0..* O TEL
      addr 0..* O AD
entryRelationship [has:act[tpl:T.3.14]] 0..* O @typeCode=REFR @inversionInd?=false
  act [tpl:T.3.14] 0..* O > eHDSIInternalReference
`,
};
