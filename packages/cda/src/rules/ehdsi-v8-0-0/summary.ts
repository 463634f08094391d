/** The sections that a Patient Summary must and may have (cda-documents 7). What is inside them is not checked yet. */

const section = (templates: string, cardinality: string): string =>
  `    component [has:section[${templates}]] ${cardinality}`;

export const SUMMARY_BODY: string = `
component [has:structuredBody] 1..1 M
  structuredBody 1..1 M @classCode?=DOCBODY
${[
  section('tpl:T.2.3 & tpl:2.16.840.1.113883.10.20.1.8', '1..1 R'),
  section('tpl:T.2.12', '1..1 R'),
  section('tpl:T.2.11', '1..1 R'),
  section('tpl:T.2.9 & tpl:2.16.840.1.113883.10.20.1.11', '1..1 R'),
  section('tpl:T.2.4 & tpl:2.16.840.1.113883.10.20.1.7', '1..1 R'),
  section('tpl:T.2.15 & tpl:2.16.840.1.113883.10.20.1.6', '0..1 O'),
  section('tpl:T.2.10', '0..1 O'),
  section('tpl:T.2.8 & tpl:2.16.840.1.113883.10.20.1.10', '0..1 O'),
  section('tpl:T.2.14', '0..1 O'),
  section('tpl:T.2.13 & tpl:2.16.840.1.113883.10.20.1.15', '0..1 O'),
  section('tpl:T.2.7', '0..1 O'),
  section('tpl:T.2.6', '0..1 O'),
  section('tpl:T.2.5', '0..1 O'),
  section('tpl:T.2.16', '0..1 O'),
].join('\n')}`;
