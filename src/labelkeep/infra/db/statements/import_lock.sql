-- One import at a time adds names to a project: whoever holds this knows which names are there until the end.
-- capability: Import
-- writes: none
-- events: none
select pg_advisory_xact_lock(hashtextextended('labelkeep import ' || cast(:project as text), 0))
