import { describe, expect, it } from '@jest/globals';
import { instant, type AnyCareRecord, type LaboratoryStatus, type RecordBlock, type RecordOrigin } from '@ncp/domain';
import { allergy, at, compile, day, diagnosis, fates, GIVER, icd, laboratory, observation, origin, prescription, snomed, SYSTEM, UNIT, unit, vaccination, words, atc } from '../../fixtures/records.js';

const asthma = (more: Partial<RecordOrigin> = {}, id = 'dx'): AnyCareRecord =>
  diagnosis(icd('J45.9', 'Astma'), '2025-02-03', origin(id, '2025-02-03', more));
const without = (...names: readonly (keyof RecordOrigin)[]): AnyCareRecord => {
  const entries = Object.entries(asthma().origin).filter(([name]) => !names.includes(name as keyof RecordOrigin));
  return { ...asthma(), origin: Object.fromEntries(entries) as unknown as RecordOrigin } as AnyCareRecord;
};
const fateUnder = (row: AnyCareRecord, ...blocks: readonly RecordBlock[]): readonly string[] => fates(compile([row], { blocks }));

describe('blocks', () => {
  const kept = ['dx: entry PS33'];
  const withheld = ['dx: withheld PS02'];

  it.each<readonly [string, RecordBlock, readonly string[]]>([
    ['an outer block closes the care giver', { kind: 'outer', hsaId: GIVER.hsaId }, withheld],
    ['an inner block closes the care unit', { kind: 'inner', hsaId: UNIT.hsaId }, withheld],
    ['in any case of the HSA-id', { kind: 'inner', hsaId: ` ${UNIT.hsaId.toLowerCase()} ` }, withheld],
    ['an outer block on a unit closes nothing', { kind: 'outer', hsaId: UNIT.hsaId }, kept],
    ['an inner block on another unit closes nothing', { kind: 'inner', hsaId: unit(2).hsaId }, kept],
  ])('PS02 %s', (_what, block, expected) => {
    expect(fateUnder(asthma(), block)).toEqual(expected);
  });

  it('PS02 unknown blocks close every care record, and nothing of the national list', () => {
    const result = compile([asthma()], { blocks: 'unknown', medications: [{ prescription: prescription('rx'), handOvers: [] }] });
    expect(fates(result)).toEqual(['dx: withheld PS02', 'rx: entry PS51']);
  });

  it('PS02 a blocked prescription closes its whole chain', () => {
    const result = compile([], { medications: [
      { prescription: prescription('rx-1', { chainId: 'c', blocked: true }), handOvers: [] }, { prescription: prescription('rx-2', { chainId: 'c' }), handOvers: [] },
      { prescription: prescription('rx-3', { chainId: 'd' }), handOvers: [] },
    ] });
    expect(fates(result)).toEqual(['rx-1: withheld PS02', 'rx-2: withheld PS02', 'rx-3: entry PS51']);
  });

  const limited = (from?: string, until?: string): RecordBlock =>
    ({ kind: 'inner', hsaId: UNIT.hsaId, ...(from === undefined ? {} : { from: day(from) }), ...(until === undefined ? {} : { until: day(until) }) });

  it.each<readonly [string, Partial<RecordOrigin>, RecordBlock, readonly string[]]>([
    ['recorded on its first day', {}, limited('2025-02-03'), withheld],
    ['recorded on its last day', {}, limited(undefined, '2025-02-03'), withheld],
    ['recorded the day before', {}, limited('2025-02-04'), kept],
    ['recorded the day after', {}, limited('2025-01-01', '2025-02-02'), kept],
    ['the comparison time goes before the time of recording', { blockComparisonTime: at('2024-06-01') }, limited('2024-06-01', '2024-06-01'), withheld],
    ['the comparison time goes before it, the other way', { blockComparisonTime: at('2024-06-01') }, limited('2025-02-03'), kept],
    ['the day is the day in Sweden', { recorded: instant('2025-12-31T23:30:00Z') }, limited('2026-01-01'), withheld],
  ])('PS03 %s', (_what, more, block, expected) => {
    expect(fateUnder(asthma(more), block)).toEqual(expected);
  });

  it('PS03 a limited block closes a record whose time nobody knows', () => {
    expect(fateUnder(without('recorded', 'authored'), limited('2030-01-01'))).toEqual(withheld);
  });

  it.each<readonly [string, AnyCareRecord]>([
    ['no care giver', without('careGiver')], ['no care unit', without('careUnit')], ['neither', without('careGiver', 'careUnit', 'recorded')],
    ['an empty HSA-id', asthma({ careUnit: { hsaId: ' ' } })],
  ])('PS04 %s: not used', (_what, row) => {
    expect(fates(compile([row]))).toEqual(['dx: withheld PS04']);
  });

  it('PS04 a source that filters itself may leave them out, but blocks still hold', () => {
    const policy = { filteringSystems: [SYSTEM.toLowerCase()] };
    expect(fates(compile([without('careUnit')], { policy }))).toEqual(kept);
    expect(fates(compile([without('careUnit')], { policy, blocks: [{ kind: 'outer', hsaId: GIVER.hsaId }] }))).toEqual(withheld);
    expect(fates(compile([without('careUnit')], { policy: { filteringSystems: ['SE0000000000-SYS9'] } }))).toEqual(['dx: withheld PS04']);
  });

  it.each(['NOPATIENT', 'R'] as const)('PS05 %s: withheld', (label) => {
    expect(fates(compile([asthma({ security: [label] })]))).toEqual(['dx: withheld PS05']);
  });
});

describe('versions and status', () => {
  it('PS06 an unsigned record is used and marked, and confirms nothing', () => {
    const suspect = allergy(atc('J01C'), origin('umi', '2025-01-01', { signed: false }), { certainty: words('Bekräftad') });
    const { summary } = compile([suspect, asthma({ signed: false })]);
    expect(summary.problems[0]?.source.unsigned).toBe(true);
    expect(summary.allergies[0]).toMatchObject({ source: { unsigned: true }, certaintyText: 'Bekräftad' });
    expect(summary.allergies[0]?.certainty).toBeUndefined();
    expect(compile([asthma({ signed: false }, 'a'), asthma({}, 'b')]).summary.problems[0]?.source.unsigned).toBe(false);
  });

  it.each<readonly [LaboratoryStatus, string]>([
    ['registered', 'PS07'], ['preliminary', 'PS07'], ['cancelled', 'PS07'], ['entered-in-error', 'PS07'], ['unknown', 'PS71'],
  ])('PS07 a laboratory result that is %s is dropped by %s', (status, rule) => {
    expect(fates(compile([laboratory('Blodgrupp', 'A RhD pos', '2025-01-01', origin('lab', '2025-01-01'), { status })]))).toEqual([`lab: dropped ${rule}`]);
  });

  it('PS07 cancelled observations and nullified vaccinations are dropped', () => {
    const rows = [
      observation(snomed('27113001'), '2026-01-01', origin('obs', '2026-01-01'), { status: 'cancelled' }),
      vaccination(words('MPR'), '2020-01-01', origin('vac', '2020-01-01'), { valid: false }),
    ];
    expect(fates(compile(rows))).toEqual(['obs: dropped PS07', 'vac: dropped PS07']);
  });

  const version = (code: string, recorded: string, more: Partial<RecordOrigin> = {}): AnyCareRecord =>
    diagnosis(icd(code), recorded, origin('dx', recorded, more));

  it('PS07 the latest version of a record is the record', () => {
    const { summary, ...rest } = compile([version('J45.0', '2024-01-01'), version('J45.1', '2025-01-01'), version('J45.9', '2023-01-01')]);
    expect(summary.problems.map(({ problem }) => problem.national?.code)).toEqual(['J45.1']);
    expect(fates({ summary, ...rest })).toEqual(['dx: dropped PS07', 'dx: dropped PS07', 'dx: entry PS33']);
  });

  it('PS07 the same key in another contract is another record', () => {
    const { summary } = compile([version('J45.0', '2024-01-01'), vaccination(words('MPR'), '2025-01-01', origin('dx', '2025-01-01'))]);
    expect([summary.problems.length, summary.immunizations.length]).toEqual([1, 1]);
  });

  it('PS07 a copy of a row is merged with it', () => {
    const row = version('J45.0', '2024-01-01');
    expect(fates(compile([row, structuredClone(row)]))).toEqual(['dx: entry PS33', 'dx: merged PS07']);
  });

  it('PS07 a nullified correction removes the earlier version too', () => {
    const earlier = vaccination(words('MPR'), '2020-01-01', origin('vac', '2020-01-01'));
    const nullified = { ...vaccination(words('MPR'), '2020-01-01', origin('vac', '2020-02-01')), valid: false };
    expect(fates(compile([earlier, nullified]))).toEqual(['vac: dropped PS07', 'vac: dropped PS07']);
    expect(fates(compile([earlier, { ...nullified, origin: earlier.origin }]))).toEqual(['vac: dropped PS07', 'vac: dropped PS07']);
  });

  it('PS07 a withheld correction withholds the record, not only itself', () => {
    expect(fates(compile([version('J45.0', '2024-01-01'), version('J45.1', '2025-01-01', { security: ['R'] })])))
      .toEqual(['dx: withheld PS05', 'dx: withheld PS05']);
    expect(fates(compile([version('J45.0', '2024-01-01', { security: ['R'] }), version('J45.1', '2025-01-01')])))
      .toEqual(['dx: dropped PS07', 'dx: entry PS33']);
  });

  it('PS07 of two versions of one moment the one that says less counts, whichever comes first', () => {
    const [open, closed] = [version('J45.0', '2024-01-01'), version('J45.0', '2024-01-01', { security: ['R'] })];
    for (const rows of [[open, closed], [closed, open]]) expect(fates(compile(rows))).toEqual(['dx: withheld PS05', 'dx: withheld PS05']);
  });

  it('PS07 a version without any time is older than every other', () => {
    const { recorded: _none, authored: _neither, ...timeless } = version('J45.1', '2020-01-01').origin;
    const undated = { ...version('J45.1', '2020-01-01'), origin: timeless } as AnyCareRecord;
    for (const rows of [[undated, version('J45.0', '2024-01-01')], [version('J45.0', '2024-01-01'), undated]]) {
      expect(compile(rows).summary.problems.map(({ problem }) => problem.national?.code)).toEqual(['J45.0']);
    }
  });

  it('PS07 a record with a version that cannot be read is not used', () => {
    const unreadable = [{ contract: 'diagnoses', key: `${SYSTEM}#dx`, at: 'Condition.code' }] as const;
    expect(fates(compile([version('J45.0', '2024-01-01')], { records: { unreadable } }))).toEqual(['dx: dropped PS07', 'dx: dropped PS96']);
    const other = [{ contract: 'vaccinations', key: `${SYSTEM}#dx`, at: 'Immunization' }] as const;
    expect(fates(compile([version('J45.0', '2024-01-01')], { records: { unreadable: other } }))).toEqual(['dx: entry PS33', 'dx: dropped PS96']);
  });

  it('PS96 what cannot be read is told with its place', () => {
    const { outcomes } = compile([], { records: { unreadable: [{ contract: 'alerts', at: 'Flag.code' }] } });
    expect(outcomes).toEqual([{ source: 'alerts', key: '', outcome: 'dropped', rule: 'PS96', at: 'Flag.code' }]);
  });
});
