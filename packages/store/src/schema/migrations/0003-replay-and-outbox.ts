import type { Migration } from '../migration.js';

/** Replay memory (decisions D62) and the outbox (RS 4.3). */
export const replayAndOutbox: Migration = {
  id: 3,
  name: 'replay-and-outbox',
  sql: `
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  subject text not null,
  exchange text not null,
  created_at timestamptz not null,
  not_before timestamptz not null,
  relayed_at timestamptz,
  settled_at timestamptz,
  attempts integer not null default 0
);
comment on table outbox is 'Background work, committed with its cause. The queue only reminds: a row is done when settled_at is set.';
create index outbox_open on outbox (kind, id) where settled_at is null;
create index outbox_settled on outbox (kind, settled_at) where settled_at is not null;

create table replay_message (
  peer text not null,
  message_id text not null,
  bytes_hash text not null,
  state text not null check (state in ('open', 'fault', 'delivered', 'refused')),
  admitted_at timestamptz not null,
  primary key (peer, message_id)
);
comment on table replay_message is 'Messages seen, per TLS peer. open: being processed; fault: may come again; refused: an assertion was used too often.';
create index replay_message_age on replay_message (admitted_at);

create table replay_assertion (
  peer text not null,
  id text not null,
  uses integer not null,
  not_on_or_after timestamptz not null,
  primary key (peer, id)
);
comment on table replay_assertion is 'How many messages an assertion has carried (SAML-44).';
create index replay_assertion_end on replay_assertion (not_on_or_after);

create function admit_message(
  in_peer text, in_message_id text, in_bytes_hash text, in_now timestamptz, in_open_for interval,
  in_ids text[], in_ends timestamptz[], in_bounds integer[]
) returns text language plpgsql as $$
declare
  seen replay_message;
  answer text;
  over boolean;
begin
  insert into replay_message as m (peer, message_id, bytes_hash, state, admitted_at)
  values (in_peer, in_message_id, in_bytes_hash, 'open', in_now)
  on conflict (peer, message_id) do update set state = 'open', admitted_at = excluded.admitted_at
    where m.bytes_hash = excluded.bytes_hash
      and (m.state = 'fault' or (m.state = 'open' and m.admitted_at <= in_now - in_open_for))
  returning case when xmax = 0 then 'first' else 'repeat' end into answer;

  if answer is null then
    select * into seen from replay_message where peer = in_peer and message_id = in_message_id;
    return case
      when seen.bytes_hash <> in_bytes_hash then 'other-bytes'
      when seen.state = 'refused' then 'reused'
      else 'duplicate'
    end;
  end if;

  if answer = 'first' then
    -- Ordered, so that two messages with the same pair of assertions cannot wait for each other.
    with used as (
      insert into replay_assertion as a (peer, id, uses, not_on_or_after)
      select in_peer, u.id, 1, u.ends
      from unnest(in_ids, in_ends) as u (id, ends) order by u.id
      on conflict (peer, id) do update
        set uses = a.uses + 1, not_on_or_after = greatest(a.not_on_or_after, excluded.not_on_or_after)
      returning id, uses
    )
    select bool_or(used.uses > u.bound) into over
    from used join unnest(in_ids, in_bounds) as u (id, bound) on u.id = used.id;
    if over then
      update replay_message set state = 'refused' where peer = in_peer and message_id = in_message_id;
      return 'reused';
    end if;
  end if;
  return answer;
end $$;
comment on function admit_message is 'Decides on one message and counts its assertions in one round trip.';
`,
};
