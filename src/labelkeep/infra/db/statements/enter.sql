-- Open a person's transaction: who they are, what they are in this project, and what its policy enforces. ``kept`` lets
-- its statements keep their plans.
-- capability: doors
-- writes: session
-- events: none
-- covered: only the time of the last activity moves; opening and ending a session are events
select * from lk_enter(:token, cast(:project as uuid), cast(:now as timestamptz), cast(:active as boolean), cast(:kept as boolean), cast(:address as inet))
