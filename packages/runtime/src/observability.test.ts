import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createMetrics } from './metrics.js';
import { createOperationGauges } from './operation-gauges.js';

const ROOT = new URL('../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const filesIn = (path: string): readonly string[] => readdirSync(new URL(path, ROOT));

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
const rules = (parse(textOf('infra/observability/alerts.yaml')) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }).groups.flatMap((group) => group.rules);
const names = (text: string): readonly string[] => [...new Set(text.match(/\bncp_[a-z_]+/g) ?? [])].map((name) => name.replace(/_(bucket|sum|count)$/, ''));

function exposed(): readonly string[] {
  const metrics = createMetrics();
  createOperationGauges(metrics);
  return metrics.registry.getMetricsAsArray().map(({ name }) => name);
}

describe('alerts, dashboards and runbooks', () => {
  it('every alert says whose it is, how urgent, why, what to do first, in Swedish and English, and has its runbook', () => {
    for (const { alert, labels, annotations } of rules) {
      expect([alert, ['us', 'national', 'country', 'people'].includes(labels['owner'] ?? ''), ['page', 'ticket', 'info'].includes(labels['severity'] ?? ''), labels['cause']]).toEqual([alert, true, true, expect.stringMatching(/./)]);
      for (const part of ['sammanfattning', 'summary', 'reason', 'first_action']) expect([alert, part, annotations[part]]).toEqual([alert, part, expect.stringMatching(/\w/)]);
      expect(annotations['runbook_url']).toBe(`docs/runbooks/${alert}.md`);
    }
  });

  it('every alert has a runbook and every runbook an alert, each with its five parts', () => {
    const books = filesIn('docs/runbooks').filter((file) => file !== 'README.md');
    expect(books.toSorted()).toEqual([...new Set(rules.map(({ alert }) => `${alert}.md`))].toSorted());
    for (const book of books) {
      const text = textOf(`docs/runbooks/${book}`);
      for (const part of ['**What it means.**', '**Whose it is.**', '**Look here**', '**Do this**', '**How you see that it is mended.**']) expect([book, text.includes(part)]).toEqual([book, true]);
    }
  });

  it.each([
    ['InternalFault', ['NCP_INTERNAL', 'NCP_STORE_UNAVAILABLE', 'NCP_CLOCK_STEP', 'NCP_KEY_UNAVAILABLE', 'NCP_KEY_PIN', 'NCP_TRUST_PIN', 'NCP_TRUST_KEY', 'NCP_TRUST_CRL', 'NCP_CONFIG_FILE', 'NCP_CONFIG_INVALID', 'NCP_CDA_NOT_EXPRESSIBLE', 'NCP_PS_SOURCE']],
    ['PatientSafety', ['NCP_IHE_WRONG_PATIENT', 'NCP_DISCARD_REFUSED', 'NCP_LEDGER_DIFFERENCE', 'NCP_AUDIT_CHAIN']],
  ] as const)('%s rings for every alarm that is its, and its runbook names each', (alert, codes) => {
    // Prometheus anchors a pattern at both ends.
    const patterns = rules.filter((rule) => rule.alert === alert).flatMap(({ expr }) => [...expr.matchAll(/code=~"([^"]+)"/g)].map(([, pattern = '']) => new RegExp(`^(?:${pattern})$`)));
    expect(codes.filter((code) => !patterns.some((pattern) => pattern.test(code)))).toEqual([]);
    const named = [...textOf(`docs/runbooks/${alert}.md`).matchAll(/`(NCP_[A-Z_]+)(\*?)`/g)].map(([, name = '', more]) => ({ name, more }));
    expect(codes.filter((code) => !named.some(({ name, more }) => (more === '*' ? code.startsWith(name) : code === name)))).toEqual([]);
  });

  it('every metric that a rule, a dashboard or a runbook names is one that we have', () => {
    const known = exposed();
    const named = [...rules.map(({ expr }) => expr), ...filesIn('infra/observability/dashboards').map((file) => textOf(`infra/observability/dashboards/${file}`))].flatMap(names);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    const told = filesIn('docs/runbooks').flatMap((book) => names(textOf(`docs/runbooks/${book}`))).filter((name) => !['ncp_a', 'ncp_b', 'ncp_dispatcher', 'ncp_dashboard'].includes(name));
    expect(told.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('every metric of ours is shown or watched somewhere', () => {
    const named = [...rules.map(({ expr }) => expr), ...filesIn('infra/observability/dashboards').map((file) => textOf(`infra/observability/dashboards/${file}`))].flatMap(names);
    expect(exposed().filter((name) => name.startsWith('ncp_') && !named.includes(name))).toEqual([]);
  });
});
