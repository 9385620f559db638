-- Open a system task (closed list in access): it sees which projects exist, and no row of theirs.
-- capability: SignIn, EndedSessions
-- writes: none
-- events: none
select set_config('labelkeep.system', 'on', true) as system, set_config('labelkeep.site', cast(:site as text), true) as site,
       set_config('labelkeep.project', cast(:project as text), true) as project, set_config('labelkeep.user', cast(:person as text), true) as person
