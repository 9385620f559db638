-- Open a transaction for a named person without a session: console commands and jobs.
-- capability: doors
-- writes: none
-- events: none
select * from lk_enter_as(cast(:person as uuid), cast(:project as uuid), cast(:now as timestamptz))
