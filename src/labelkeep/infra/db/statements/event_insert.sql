-- Insert ledger events, one row or many.
-- capability: doors
-- writes: ledger_event
-- events: any
insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
select * from unnest(cast(:ids as uuid[]), cast(:projects as uuid[]), cast(:ats as timestamptz[]), cast(:actions as text[]),
                     cast(:actors as uuid[]), cast(:types as text[]), cast(:objects as uuid[]), cast(:outcomes as text[]),
                     cast(:leaves as bytea[]), cast(:payloads as bytea[]))
