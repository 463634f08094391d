import { describe, expect, it } from '@jest/globals';
import type { ReadLine } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { parseXml } from '@ncp/xml';
import { concern, dose, finland, foreignSummary, period, section } from '../../../fixtures/foreign-documents.js';
import { account } from './census.js';
import { readSummary } from './read-summary.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const SNOMED = '2.16.840.1.113883.6.96';
const read = (...sections: readonly string[]): ReturnType<typeof readSummary> => readSummary(foreignSummary(...sections), { catalogue, profile: finland() });
const linesOf = (summary: ReturnType<typeof readSummary>): readonly ReadLine[] => summary.read.sections.flatMap(({ lines, entries }) => [...lines, ...entries.flatMap((entry) => entry.lines)]);
const line = (summary: ReturnType<typeof readSummary>, key: string): ReadLine | undefined => linesOf(summary).find((one) => one.key === key);

const ALLERGY = concern(`<observation classCode="OBS" moodCode="EVN"><id root="1.2.246.10" extension="A-1"/><code code="609328004" codeSystem="${SNOMED}" displayName="Allergic disposition"/><text><reference value="#a1"/></text><statusCode code="completed"/>
<participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT"><code code="111088007" codeSystem="${SNOMED}" displayName="Latex"/></playingEntity></participantRole></participant>
<entryRelationship typeCode="MFST"><observation classCode="OBS" moodCode="EVN"><code code="55607006" codeSystem="${SNOMED}" displayName="Problem"/><statusCode code="completed"/><value xsi:type="CD" code="126485001" codeSystem="${SNOMED}" displayName="Urticaria"/>
<entryRelationship typeCode="SUBJ" inversionInd="true"><observation classCode="OBS" moodCode="EVN"><code code="SEV" codeSystem="2.16.840.1.113883.5.4" displayName="Severity"/><statusCode code="completed"/><value xsi:type="CD" code="24484000" codeSystem="${SNOMED}" displayName="Severe"/></observation></entryRelationship></observation></entryRelationship></observation>`);
const ALLERGIES = section('48765-2', 'Allergiat', '<list><item ID="a1">Lateksi: nokkosihottuma</item></list>', ALLERGY);

const problem = (value: string, attributes = ''): string => section('11450-4', 'Ongelmat', '<paragraph>-</paragraph>', concern(`<observation classCode="OBS" moodCode="EVN" ${attributes}><id root="1.2.246.10" extension="P-1"/><code code="55607006" codeSystem="${SNOMED}" displayName="Problem"/><statusCode code="completed"/>${value}</observation>`));

describe('readSummary', () => {
  it('reads section by section, entry by entry, with the narrative of each', () => {
    const summary = read(ALLERGIES);
    const [first] = summary.read.sections;
    expect(first).toMatchObject({ key: 'section.48765-2', label: { sv: 'Allergier och överkänslighet' }, narrative: ['Lateksi: nokkosihottuma'] });
    expect(line(summary, 'section.48765-2.entry.1.allergy.agent.code')).toMatchObject({ label: { sv: 'Utlösande ämne' }, sv: 'Latex', mark: 'translated' });
    expect(line(summary, 'section.48765-2.entry.1.allergy.reaction.value')).toMatchObject({ label: { sv: 'Reaktion' }, sv: 'Urtikaria (nässelutslag)' });
    expect(line(summary, 'section.48765-2.entry.1.allergy.reaction.severity.value')).toMatchObject({ label: { sv: 'Svårighetsgrad' }, sv: 'Svår' });
    expect(line(summary, 'section.48765-2.entry.1.allergy.text')).toMatchObject({ original: { text: 'Lateksi: nokkosihottuma', language: 'fi-FI' }, mark: 'untranslated' });
    expect(line(summary, 'section.48765-2.entry.1.status')).toMatchObject({ sv: 'aktiv' });
    expect(summary.patient.ids).toEqual([{ root: '1.2.246.21', extension: '150385-9035' }]);
  });

  it('keeps fixed codes and ids in the administrative section', () => {
    const administrative = read(ALLERGIES).read.sections.find(({ key }) => key === 'administrative');
    const keys = administrative?.entries.flatMap(({ lines }) => lines.map(({ key }) => key)) ?? [];
    expect(keys).toEqual(expect.arrayContaining([expect.stringMatching(/concern\.code$/), expect.stringMatching(/severity\.code$/), expect.stringMatching(/allergy\.id$/)]));
  });

  it.each([
    ['IPS code', '<value xsi:type="CD" code="no-known-problems" codeSystem="2.16.840.1.113883.5.1150.1" displayName="No known problems"/>', 'Dokumentet uppger: Inga kända hälsoproblem'],
    ['SNOMED CT of the first waves', `<value xsi:type="CD" code="160245001" codeSystem="${SNOMED}" displayName="No current problems or disability"/>`, 'Dokumentet uppger: Inga aktuella hälsoproblem eller funktionsnedsättningar'],
    ['no information', '<value xsi:type="CD" code="no-problem-info" codeSystem="2.16.840.1.113883.5.1150.1" displayName="-"/>', 'Dokumentet uppger: Ingen information om aktuella hälsoproblem'],
  ])('shows a known absence as what the document says: %s', (_what, value, sv) => {
    expect(line(read(problem(value)), 'section.11450-4.entry.1.problem.value')).toMatchObject({ sv, mark: 'translated' });
  });

  it('never makes an absence of an empty section', () => {
    const summary = read(section('11450-4', 'Ongelmat', ''));
    expect(summary.read.sections[0]).toMatchObject({ entries: [], narrative: [] });
    expect(linesOf(summary).some(({ sv }) => sv?.startsWith('Dokumentet uppger') === true)).toBe(false);
  });

  it('shows a negation before what is negated', () => {
    const summary = read(problem('<value xsi:type="CD" code="I10" codeSystem="1.3.6.1.4.1.12559.11.10.1.3.1.44.2" displayName="Hypertonia"/>', 'negationInd="true"'));
    const keys = summary.read.sections[0]?.entries[0]?.lines.map(({ key, sv }) => [key, sv]) ?? [];
    const negation = keys.findIndex(([, sv]) => sv?.startsWith('NEKAS'));
    const value = keys.findIndex(([key]) => key?.endsWith('problem.value'));
    expect(negation).toBeGreaterThanOrEqual(0);
    expect(negation).toBeLessThan(value);
  });

  it('renders the dosage of a medication, in both product encodings', () => {
    const medication = (product: string): string => section('10160-0', 'Lääkkeet', '-', `<substanceAdministration classCode="SBADM" moodCode="INT"><id root="1.2" extension="M"/><statusCode code="active"/><effectiveTime xsi:type="IVL_TS"><low value="20260101"/></effectiveTime>${period('12', 'h')}${dose('1', '1', '{Tablet}')}<consumable><manufacturedProduct>${product}</manufacturedProduct></consumable></substanceAdministration>`);
    const old = read(medication('<manufacturedMaterial xmlns:epsos="urn:epsos-org:ep:medication"><name>Esimerkki</name><epsos:formCode code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="Tablet"/><epsos:asContent><epsos:containerPackagedMedicine><epsos:formCode code="30007000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="Blister"/><epsos:capacityQuantity value="30" unit="1"/></epsos:containerPackagedMedicine></epsos:asContent></manufacturedMaterial>'));
    const today = read(medication('<manufacturedMaterial><name>Esimerkki</name><pharm:formCode code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="Tablet"/><pharm:asContent><pharm:quantity value="30" unit="1"/><pharm:containerPackagedProduct><pharm:formCode code="30007000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="Blister"/></pharm:containerPackagedProduct></pharm:asContent></manufacturedMaterial>'));
    for (const summary of [old, today]) {
      expect(line(summary, 'section.10160-0.entry.1.dosage.sentence')).toMatchObject({ sv: '1 tablett 2 gånger per dag. Behandling från 2026-01-01.', generated: true });
      expect(line(summary, 'section.10160-0.entry.1.product.form')).toMatchObject({ sv: 'tablett' });
      expect(line(summary, 'section.10160-0.entry.1.product.package.quantity')).toMatchObject({ original: { text: '30' } });
      expect(line(summary, 'section.10160-0.entry.1.product.package.form')).toMatchObject({ sv: 'blister' });
    }
  });

  it('names two sections of one kind apart, and reads a section inside a section', () => {
    const inner = section('30954-2', 'Tulokset', 'a').replace('</section>', `<component>${section('30954-2', 'Sisempi', 'b')}</component></section>`);
    expect(read(inner).read.sections.map(({ key }) => key).slice(0, 2)).toEqual(['section.30954-2', 'section.30954-2.2']);
  });

  it('loses nothing, whatever stands in an entry', () => {
    const odd = section('47519-4', 'Toimenpiteet', '<table><tbody><tr><td>yksi</td><td>kaksi</td></tr></tbody></table>',
      `<procedure classCode="PROC" moodCode="EVN"><code code="80146002" codeSystem="${SNOMED}" displayName="Appendicectomy"><originalText>umpilisäke<reference value="#lost"/></originalText><qualifier><name code="272741003" displayName="Laterality"/><value code="7771000" displayName="Left"/></qualifier></code>
      <unheardOf weight="3"><inner xsi:type="PQ" value="3.10" unit="kg"/><other code="Z" codeSystem="9.9"/>teksti</unheardOf><performer><assignedEntity><telecom value="tel:+358"/><addr><city>Turku</city></addr></assignedEntity></performer></procedure>`);
    const bytes = foreignSummary(odd, ALLERGIES);
    const summary = readSummary(bytes, { catalogue, profile: finland() });
    expect(account(parseXml(bytes), summary.read).filter(({ key }) => key === undefined)).toEqual([]);
  });
});
