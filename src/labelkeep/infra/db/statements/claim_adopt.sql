-- Take over one's own live lease in another tab: the fencing number rises, so that the older tab can write no more.
-- capability: Label Review
-- writes: lease, ledger_event
-- events: lease.taken_over
with held as (
  update lease set seq = seq + 1, session_id = cast(:session as uuid)
   where id = :lease and user_id = :person and state = 'live' and seq = :seq
  returning id, seq
), told as (
  insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
  select cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
         cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
         cast(:event_leaf as bytea), cast(:event_payload as bytea)
    from held
)
select seq from held
