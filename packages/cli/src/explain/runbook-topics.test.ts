import { describe, expect, it } from '@jest/globals';
import { ERROR_REGISTRY } from '@ncp/domain';
import { alertTopics, runbooksFor } from './runbook-topics.js';

describe('what the runbooks explain', () => {
  it('is every alert, by what its page says first', () => {
    expect(alertTopics().find(({ id }) => id === 'CountryDown')).toEqual({
      id: 'CountryDown', kind: 'alert', text: { sv: 'Ett land svarar inte.', en: 'A country does not answer.' }, more: [['runbook', 'docs/runbooks/CountryDown.md']],
    });
    expect(alertTopics().filter(({ text }) => text.sv === '' || text.en === '')).toEqual([]);
  });

  it('is a code that a page names, or whose beginning it names', () => {
    expect(runbooksFor('NCP_PEER_UNAVAILABLE')).toEqual(['docs/runbooks/CountryDown.md']);
    expect(runbooksFor('NCP_TRUST_PIN')).toEqual(['docs/runbooks/CountryDown.md', 'docs/runbooks/InternalFault.md', 'docs/runbooks/UntrustedPeer.md']);
    expect(Object.keys(ERROR_REGISTRY).filter((code) => runbooksFor(code).length === 0)).toContain('NCP_CLI_USAGE');
  });
});
