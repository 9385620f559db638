-- Open a person's transaction: who they are, what they are in this project, and what its policy enforces.
-- capability: none
-- writes: session
-- events: none
select * from lk_enter(:token, cast(:project as uuid), cast(:now as timestamptz), cast(:active as boolean))
