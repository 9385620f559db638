-- Let this transaction see the one account that has this blind index, and nothing else.
-- capability: SignIn, Members
-- writes: none
-- events: none
select set_config('labelkeep.email', encode(cast(:email as bytea), 'hex'), true)
