import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { campaign, WARM_EXECUTIONS, type Finding, type Progress } from './campaign.js';
import { diceOf } from './dice.js';
import { corpusOf } from './inputs.js';
import { BrokenPromise, isRefusal, readAll, type FuzzTarget } from './target.js';
import { fuzzTargets } from './targets.js';

const FOUND = fileURLToPath(new URL('../../fixtures/found', import.meta.url));
/** A build has time for a few; `./ncp fuzz` is for the rest. */
const EXECUTIONS = Number(process.env['NCP_FUZZ_EXECUTIONS'] ?? 40);

const run = async (target: FuzzTarget, executions: number, seed = 1): Promise<{ readonly findings: readonly Finding[]; readonly progress: Progress }> => {
  const findings: Finding[] = [];
  const progress = await campaign(target, { seed, guided: false, goOn: (done) => done < executions, found: (finding) => findings.push(finding) });
  return { findings, progress };
};

const told = (findings: readonly Finding[]): readonly string[] => findings.map(({ kind, what }) => `${kind}: ${what}`);

const planted = (read: FuzzTarget['read']): FuzzTarget => ({ name: 'planted', about: '', form: 'bytes', words: ['{'], seeds: () => [new TextEncoder().encode('good')], read });

/** Which named case a reader belongs to; FUZZ-05 names the decoders of ihe, cda and fhir alone. */
const CASE_OF: Readonly<Record<string, string>> = {
  xml: 'FUZZ-01', soap: 'FUZZ-02', mtom: 'FUZZ-02', saml: 'FUZZ-03', xcpd: 'FUZZ-05', query: 'FUZZ-05', provide: 'FUZZ-05', cda: 'FUZZ-05', fhir: 'FUZZ-05',
};

describe('readers of what strangers send', () => {
  it('each belongs to a named case', () => {
    expect(fuzzTargets.map(({ name }) => name).toSorted()).toEqual(Object.keys(CASE_OF).toSorted());
  });

  it.each(fuzzTargets.map(({ name }) => [CASE_OF[name], name]))('%s %s reads a damaged input or refuses it with a code of the registry', async (_case, name) => {
    const target = fuzzTargets.find((one) => one.name === name);
    if (target === undefined) throw new Error(name);
    for (const seed of target.seeds()) expect(() => { target.read(seed); }).not.toThrow(BrokenPromise);
    const { findings, progress } = await run(target, EXECUTIONS);
    expect(told(findings)).toEqual([]);
    expect(Object.keys(progress.outcomes).length).toBeGreaterThan(1);
    expect(progress.corpus).toBeGreaterThan(target.seeds().length);
  });
});

describe('FUZZ-08 what was found', () => {
  const inputs = existsSync(FOUND) ? readdirSync(FOUND, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];

  it('FUZZ-08 every input that was ever a finding is read, or refused with a code of the registry', () => {
    for (const { parentPath, name } of inputs) {
      const target = fuzzTargets.find((one) => parentPath.endsWith(`/${one.name}`));
      expect({ name, target: target?.name }).toEqual({ name, target: expect.any(String) });
      try {
        target?.read(new Uint8Array(readFileSync(`${parentPath}/${name}`)));
      } catch (error) {
        expect({ name, refusal: isRefusal(error) }).toEqual({ name, refusal: true });
      }
    }
  });

  it('FUZZ-08 a crash is told once for each place, with its input', async () => {
    const { findings } = await run(planted((input) => { if (input.includes(0x7b)) throw new TypeError(`of ${String(input.length)}`); }), 2000);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: 'crash', what: expect.stringContaining('TypeError') });
    expect(findings[0]?.input.includes(0x7b)).toBe(true);
  });

  it('FUZZ-08 an exception that became a refusal, and a promise that was broken, are crashes too', async () => {
    expect(told((await run(planted(() => { throw new NcpError('NCP_INTERNAL', {}, new RangeError('inside')); }), 10)).findings)).toEqual([expect.stringContaining('RangeError')]);
    expect(told((await run(planted(() => { throw new BrokenPromise('other bytes'); }), 10)).findings)).toEqual([expect.stringContaining('BrokenPromise')]);
    expect(told((await run(planted(() => { throw new NcpError('NCP_XML_SIZE'); }), 10)).findings)).toEqual([]);
  });
});

describe('a campaign', () => {
  it('makes the same inputs of the same seed, others of another', () => {
    const inputs = (seed: number): readonly string[] => {
      const corpus = corpusOf(fuzzTargets[0] as FuzzTarget, diceOf(seed));
      return Array.from({ length: 20 }, () => new TextDecoder().decode(corpus.next()));
    };
    expect(inputs(7)).toEqual(inputs(7));
    expect(inputs(7)).not.toEqual(inputs(8));
  });

  it('tells no growth before it has taken its first measure', async () => {
    const reader = planted(() => undefined);
    expect((await run(reader, 100)).progress.growthMiB).toBeUndefined();
    expect((await run(reader, WARM_EXECUTIONS + 1)).progress.growthMiB).toBeGreaterThanOrEqual(0);
  });

  it('keeps a bounded corpus, seeds included', () => {
    const target = { ...(fuzzTargets[0] as FuzzTarget) };
    const corpus = corpusOf(target, diceOf(1));
    for (let made = 0; made < 3000; made += 1) corpus.add(new Uint8Array(10_000));
    expect(corpus.size).toBeLessThanOrEqual(1500);
    expect(corpus.bytes).toBeLessThanOrEqual(8 * 1024 * 1024);
  });

  it('several readers of one input: it is refused when all refuse, and a crash of one is a crash', () => {
    const refuse = (): never => { throw new NcpError('NCP_XML_SIZE'); };
    expect(() => { readAll(refuse, () => undefined); }).not.toThrow();
    expect(() => { readAll(refuse, refuse); }).toThrow('NCP_XML_SIZE');
    expect(() => { readAll(refuse, () => { throw new TypeError('x'); }, refuse); }).toThrow(TypeError);
  });
});
