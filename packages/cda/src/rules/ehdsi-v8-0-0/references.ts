import type { TemplateTable } from '../release.js';

/** References and comments inside entries. Notation: ../table.ts. */

export const INTERNAL_REFERENCE: TemplateTable = {
  name: 'eHDSIInternalReference', id: 'T.3.14', version: '2020-09-03T125124',
  rows: `
. @classCode=ACT @moodCode! @moodCode:cs !ref-mood !ref-exists !ref-code
templateId [@root=T.3.14] 1..1 R II
templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.4.1] 0..1 O II
id 1..1 R II.EPSOS
code 1..1 R CD @nullFlavor?=NA
`,
};

export const EXTERNAL_REFERENCE: TemplateTable = {
  name: 'eHDSIExternalReference', id: 'T.3.27', version: '2020-09-04T102149',
  rows: `
. @classCode=ACT @moodCode=EVN
templateId [@root=T.3.27] 1..1 R II
templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.4] 0..1 O II
id 1..1 R II.EPSOS
code [@nullFlavor=NA] 1..1 R CD
text 0..1 O ED
  reference 1..1 M TEL @value!
reference [@typeCode=SPRT | @typeCode=REFR] 0..* O @typeCode! @typeCode~=SPRT|=REFR
  externalDocument 0..* O @classCode?=DOC @moodCode?=EVN
    id 1..1 R II.EPSOS
    text 0..1 O ED
`,
};

export const COMMENT_T311: TemplateTable = {
  name: 'eHDSIComment', id: 'T.3.11', version: '2023-04-20T140557',
  rows: `
act [tpl:T.3.11 & tpl:2.16.840.1.113883.10.20.1.40] 0..* O @classCode=ACT @moodCode=EVN
  templateId [@root=T.3.11] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.2] 0..1 O II
  templateId [@root=2.16.840.1.113883.10.20.1.40] 1..1 R II
  code [code:48767-8^2.16.840.1.113883.6.1 | null] 1..1 R CD
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed | null] 1..1 R CS
  author [has:assignedAuthor] 0..* O > eHDSIAuthor
`,
};

export const COMMENT_PCC: TemplateTable = {
  name: 'eHDSIComment', id: '1.3.6.1.4.1.19376.1.5.3.1.4.2', version: '2020-04-16T123401',
  rows: `
act [tpl:2.16.840.1.113883.10.20.1.40 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.2] 0..* O @classCode=ACT @moodCode=EVN
  templateId [@root=2.16.840.1.113883.10.20.1.40] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.2] 1..1 R II
  code [code:48767-8^2.16.840.1.113883.6.1 | null] 1..1 R CD
  statusCode [@code=completed | null] 1..1 R CS
  text 1..1 R ED
    reference 1..1 M TEL @value!
  author [has:assignedAuthor] 0..* O > eHDSIAuthor
`,
};
