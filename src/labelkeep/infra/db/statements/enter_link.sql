-- Let this transaction see the one-time link that has this hash, and nothing else.
-- capability: SignIn, EndedSessions
-- writes: none
-- events: none
select set_config('labelkeep.token', encode(cast(:token as bytea), 'hex'), true)
