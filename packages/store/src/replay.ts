import type { ReplayMemory } from '@ncp/exchange';
import { guarded, type Pool } from './database.js';
import { toDate } from './times.js';

/**
 * A message without an end counts as being processed for this long; after that its process is taken for dead and the
 * same bytes are admitted again. Longer than the longest request (decisions 3.3: 40 s).
 */
const OPEN_FOR = '45 seconds';

type Verdict = Awaited<ReturnType<ReplayMemory['admit']>>;
const VERDICTS: readonly Verdict[] = ['first', 'repeat', 'duplicate', 'other-bytes', 'reused'];

type Assertion = Parameters<ReplayMemory['admit']>[0]['assertions'][number];

/** One entry per id: the strictest bound counts. */
const distinct = (assertions: readonly Assertion[]): readonly Assertion[] => [
  ...assertions.reduce((byId, assertion) => {
    const known = byId.get(assertion.id);
    return known !== undefined && known.maxUses <= assertion.maxUses ? byId : byId.set(assertion.id, assertion);
  }, new Map<string, Assertion>()).values(),
];

/**
 * Durable replay memory, shared by all processes (port `ReplayMemory`, decisions D62). One statement decides, so that
 * of two identical messages at the same moment exactly one is admitted (SAML-48). A repetition does not count its
 * assertions a second time.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export const createReplayMemory = (pool: Pool): ReplayMemory => ({
  admit: ({ peer, messageId, bytesHash, assertions, now }) => guarded(async () => {
    const used = distinct(assertions);
    const { rows } = await pool.query<{ verdict: string }>(
      'select admit_message($1, $2, $3, $4, $5, $6, $7, $8) as verdict',
      [peer, messageId, bytesHash, toDate(now), OPEN_FOR, used.map((a) => a.id), used.map((a) => toDate(a.notOnOrAfter)), used.map((a) => a.maxUses)],
    );
    const verdict = VERDICTS.find((known) => known === rows[0]?.verdict);
    if (verdict === undefined) throw new TypeError('admit_message gave no verdict');
    return verdict;
  }),
  ended: ({ peer, messageId, how }) => guarded(async () => {
    await pool.query(`update replay_message set state = $3 where peer = $1 and message_id = $2 and state = 'open'`, [peer, messageId, how]);
  }),
});
