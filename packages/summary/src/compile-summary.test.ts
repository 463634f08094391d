import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CODE_SYSTEMS, type AnyCareRecord, type RecordBlock, type RecordOrigin } from '@ncp/domain';
import { HIDDEN_KEYS, MY_KEYS, someMedications, someRows } from '../fixtures/generated.js';
import { at, CATALOGUE, compile, day, diagnosis, icd, NOW, origin, PATIENT, prescription, SYSTEM, type Changes } from '../fixtures/records.js';
import { ICF } from './summary-constants.js';

/** `NCP_GENERATED_SEED` repeats a run, `NCP_SUMMARY_CASES` makes it longer. */
const SEED = Number(process.env['NCP_GENERATED_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const CASES = Number(process.env['NCP_SUMMARY_CASES'] ?? 100);
const holds = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>): void => { fc.assert(property, { seed: SEED, numRuns: CASES }); };

const LONG_RUN_MS = 600_000;
const WOMAN = { ...PATIENT, gender: 'F' } as const;
const changes = fc.record({ medications: someMedications, patient: fc.constantFrom(PATIENT, WOMAN), history: fc.boolean() })
  .map(({ medications, patient, history }): Changes => ({ medications, patient, policy: { exportPregnancyHistory: history, exportReason: history } }));

describe('whatever the sources say', () => {
  beforeAll(() => { process.stdout.write(`summaries: ${String(CASES)} cases a property, seed ${String(SEED)}\n`); });

  it('the order of rows does not matter', () => {
    const shuffled = someRows(MY_KEYS).chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.length })));
    holds(fc.property(shuffled, changes, ([rows, other], how) => {
      const reversed = { ...how, medications: how.medications?.toReversed() ?? [] };
      expect(compile(other, reversed)).toEqual(compile(rows, how));
    }));
  }, LONG_RUN_MS);

  it('a row that stands there twice changes nothing but the report', () => {
    holds(fc.property(someRows(MY_KEYS), changes, (rows, how) => {
      const once = compile(rows, how);
      const twice = compile([...rows, ...structuredClone(rows)], how);
      expect(twice.summary).toEqual(once.summary);
      expect(twice.missingTerms).toEqual(once.missingTerms);
    }));
  }, LONG_RUN_MS);

  it('PS96 every row has exactly one outcome', () => {
    holds(fc.property(someRows(MY_KEYS), changes, (rows, how) => {
      const names = [...rows.map(({ origin: { key } }) => key), ...(how.medications ?? []).map((one) => one.prescription.id)];
      expect(compile(rows, how).outcomes.map(({ key }) => key).toSorted()).toEqual(names.toSorted());
    }));
  }, LONG_RUN_MS);

  /** Ways for a record to be out of bounds; the blocks are in force in both documents that are compared. */
  const BLOCKS: readonly RecordBlock[] = [{ kind: 'outer', hsaId: 'SE0000000000-VG66' }, { kind: 'inner', hsaId: 'SE0000000000-VE66', from: day('2000-01-01') }];
  const HIDE: readonly ((of: RecordOrigin) => RecordOrigin)[] = [
    (of) => ({ ...of, careGiver: { hsaId: 'SE0000000000-VG66', name: 'Spärrad vårdgivare' } }),
    (of) => ({ ...of, careUnit: { hsaId: 'se0000000000-ve66' }, recorded: at('2020-01-01') }),
    (of) => ({ ...of, security: ['NOPATIENT'] }),
    (of) => ({ ...of, security: ['R', 'NOPATIENT'] }),
    ({ key, system, signed, security }) => ({ key, system, signed, security }),
    ({ careUnit: _unit, ...of }) => of,
  ];
  const hidden = fc.tuple(someRows(HIDDEN_KEYS), fc.array(fc.constantFrom(...HIDE), { minLength: 14, maxLength: 14 }))
    .map(([rows, ways]) => rows.map((row, index) => ({ ...row, origin: (ways[index] ?? ((of) => of))(row.origin) }) as AnyCareRecord));
  const HIDDEN = `${SYSTEM}#hidden-`;

  it('PS02-PS05, PS08 a withheld row leaves no trace', () => {
    holds(fc.property(someRows(MY_KEYS), hidden, changes, (rows, secret, how) => {
      const open = compile(rows, { ...how, blocks: BLOCKS });
      const both = compile([...secret, ...rows], { ...how, blocks: BLOCKS });
      expect(both.summary).toEqual(open.summary);
      expect(both.missingTerms).toEqual(open.missingTerms);
      expect(both.outcomes.filter(({ key }) => !key.startsWith(HIDDEN))).toEqual(open.outcomes);
      const fate = both.outcomes.filter(({ key }) => key.startsWith(HIDDEN));
      expect(fate).toHaveLength(secret.length);
      expect(fate.every(({ outcome, rule }) => outcome === 'withheld' && ['PS02', 'PS04', 'PS05'].includes(rule) || rule === 'PS07')).toBe(true);
    }));
  }, LONG_RUN_MS);

  it('PS02, PS08 unknown blocks make the document of a patient without records', () => {
    holds(fc.property(someRows(MY_KEYS), changes, (rows, how) => {
      const closed = compile(rows, { ...how, blocks: 'unknown' });
      expect(closed.summary).toEqual(compile([], how).summary);
      expect(closed.missingTerms).toEqual(compile([], how).missingTerms);
    }));
  }, LONG_RUN_MS);

  it('PS08 failed sources and unreadable strangers change nothing', () => {
    holds(fc.property(someRows(MY_KEYS), changes, (rows, how) => {
      const failing = { failed: [{ contract: 'alerts' }, { contract: 'diagnoses', system: SYSTEM }], unreadable: [{ contract: 'alerts', key: 'other#1', at: 'Flag.code' }] } as const;
      expect(compile(rows, { ...how, records: failing }).summary).toEqual(compile(rows, how).summary);
    }));
  }, LONG_RUN_MS);

  it('PS21, PS38, PS59, PS95 no absence is claimed and every code is one of the release', () => {
    holds(fc.property(someRows(MY_KEYS), changes, (rows, how) => {
      const { summary } = compile(rows, how);
      const pivots: { readonly code: string; readonly codeSystem: string }[] = [];
      JSON.stringify(summary, (name, value: unknown) => {
        if (['pivot', 'criticality', 'certainty', 'status', 'method', 'outcome'].includes(name) && typeof value === 'object') pivots.push(value as { code: string; codeSystem: string });
        return value;
      });
      for (const { code, codeSystem } of pivots) {
        expect(code).not.toMatch(/^no-|60001007|716186003/);
        if (codeSystem !== ICF) expect(CATALOGUE.display(code, codeSystem, 'en')).toBeDefined();
      }
      const ids = [...JSON.stringify(summary).matchAll(/"id":"(uuid of [^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(JSON.stringify(summary)).not.toContain(CODE_SYSTEMS.absentOrUnknown);
    }));
  }, LONG_RUN_MS);
});

describe('the document as a whole', () => {
  it('PS95 of nothing says when it was compiled and states nothing else', () => {
    expect(compile([]).summary).toEqual({
      patient: PATIENT, compiledAt: NOW, lastUpdated: NOW, medications: [], allergies: [], allergyTexts: [], problems: [], alerts: [], pastIllness: [], immunizations: [],
      immunizationTexts: [], functionalStatus: [],
    });
  });

  it('is as old as the newest record that it rests on', () => {
    const used = diagnosis(icd('J45.9'), '2025-02-03', origin('a', '2025-02-03'));
    const dropped = diagnosis(icd('Z01.4'), '2026-02-03', origin('b', '2026-02-03'));
    const withheld = diagnosis(icd('J45.9'), '2026-03-03', origin('c', '2026-03-03', { security: ['R'] }));
    expect(compile([used, dropped, withheld]).summary.lastUpdated).toBe('2025-02-03T10:00:00+01:00');
    expect(compile([dropped, withheld]).summary.lastUpdated).toBe(NOW);
    expect(compile([used], { medications: [{ prescription: prescription('rx'), handOvers: [] }] }).summary.lastUpdated).toBe('2026-03-02T10:00:00+01:00');
    expect(compile([used], { medications: [{ prescription: prescription('rx', { blocked: true }), handOvers: [] }] }).summary.lastUpdated).toBe('2025-02-03T10:00:00+01:00');
  });
});
