import type { TemplateTable } from '../release.js';

/** Allergies and intolerances of a Patient Summary (cda-documents 7). Notation: ../table.ts. */

export const ALLERGY_AND_INTOLERANCE_CONCERN: TemplateTable = {
  name: 'eHDSIAllergyAndIntoleranceConcern', id: 'T.3.16', version: '2021-12-17T093608',
  rows: `
act [tpl:T.3.16] 0..* O @classCode=ACT @moodCode=EVN
  templateId [@root=T.3.16] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.5.1] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.5.3] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.27] 0..1 O II.EPSOS
  code [code:CONC^2.16.840.1.113883.5.6] 1..1 R CD
  statusCode [@code=active | @code=suspended | @code=aborted | @code=completed | null] 0..1 O CS
  effectiveTime 0..1 O IVL_TS
  entryRelationship [has:observation[tpl:T.3.17]] 1..* R @typeCode=SUBJ @inversionInd=false
  id 0..* O II.EPSOS
`,
};

export const ALLERGIES_AND_INTOLERANCES: TemplateTable = {
  name: 'eHDSIAllergiesAndIntolerances', id: 'T.3.17', version: '2024-04-11T141742',
  rows: `
observation [tpl:T.3.17] 0..* O @classCode=OBS @moodCode=EVN @negationInd:bl
  templateId [@root=T.3.17] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.5] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.6] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.18] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.28] 0..1 O II.EPSOS
  code [in:42.18 | null] 1..1 R CD
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed | null] 1..1 R CS
  effectiveTime 0..1 O IVL_TS
  value [nth:1] 0..1 O CD
  value [nth:2] 0..1 O CD null-or:in:42.47
  participant [@typeCode=CSM][has:participantRole[@classCode=MANU]] 0..1 O
    participantRole [has:playingEntity[has:code[in:42.19 | in:42.24 | in:42.61 | null]]] 1..1 R @classCode=MANU
      playingEntity [has:code[in:42.19 | in:42.24 | in:42.61 | null]] 1..1 R @classCode=MMAT
        code [in:42.19 | in:42.24 | in:42.61 | null] 1..1 R CD.EPSOS
        name 0..* O PN
  entryRelationship [has:observation[tpl:T.3.44]] 0..* O @typeCode=MFST
  entryRelationship [has:observation[tpl:T.3.33]] 0..1 O @typeCode=SUBJ
    observation [tpl:T.3.33] 0..* O > eHDSICriticalityObservation
  entryRelationship [has:observation[tpl:T.3.35]] 0..1 O @typeCode=SUBJ
    observation [tpl:T.3.35] 0..* O > eHDSIAllergyCertaintyObservation
  id 0..* O II.EPSOS
  entryRelationship [has:observation[tpl:T.3.34]] 0..1 O @typeCode=REFR
    observation [tpl:T.3.34] 0..* O > eHDSIAllergyStatusObservation
`,
};

export const REACTION_MANIFESTATION: TemplateTable = {
  name: 'eHDSIReactionManifestation', id: 'T.3.44', version: '2022-01-05T163939',
  rows: `
observation [tpl:T.3.44] 0..* O @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.44] 1..1 R II
  code [in:42.23 | null] 0..1 O CD.EPSOS
  text 1..1 M ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed | null] 0..1 O CS
  effectiveTime 1..1 M IVL_TS
    low 1..1 R IVXB_TS
    high 0..1 O IVXB_TS
  value [in:42.5 | in:42.11 | null] 0..1 O CD.EPSOS
    originalText 0..* O
      reference 0..1 O
  entryRelationship [has:observation[tpl:T.3.8]] 0..1 O @typeCode=SUBJ @inversionInd=true
  id 0..* O II
  code [in:42.23 | null] 1..* S
  value [in:42.5 | in:42.11 | null] 1..* S
`,
};

export const CRITICALITY_OBSERVATION: TemplateTable = {
  name: 'eHDSICriticalityObservation', id: 'T.3.33', version: '2022-03-01T110132',
  rows: `
. @classCode=OBS @moodCode=EVN
templateId [@root=T.3.33] 1..1 R II.EPSOS
code [code:82606-5^2.16.840.1.113883.6.1] 1..1 R CD
text 1..1 M ED
statusCode [@code=completed] 1..1 R CS
value [in:42.57] 1..1 R CE.EPSOS
`,
};

export const ALLERGY_CERTAINTY_OBSERVATION: TemplateTable = {
  name: 'eHDSIAllergyCertaintyObservation', id: 'T.3.35', version: '2022-03-01T160132',
  rows: `
. @classCode=OBS @moodCode=EVN
templateId [@root=T.3.35] 1..1 R II.EPSOS
code [code:66455-7^2.16.840.1.113883.6.1] 1..1 R CD
text 1..1 M ED
statusCode [@code=completed] 1..1 R CS
value [in:42.58] 1..1 R CE.EPSOS
`,
};

export const ALLERGY_STATUS_OBSERVATION: TemplateTable = {
  name: 'eHDSIAllergyStatusObservation', id: 'T.3.34', version: '2022-08-25T153811',
  rows: `
. @classCode=OBS @moodCode=EVN
templateId [@root=T.3.34] 1..1 R II.EPSOS
code [code:33999-4^2.16.840.1.113883.6.1 | null] 1..1 R CD
text 1..1 M ED
  reference 1..1 M TEL @value!
statusCode [@code=completed] 1..1 R CS
value [in:42.59 | null] 1..1 R CE.EPSOS
`,
};
