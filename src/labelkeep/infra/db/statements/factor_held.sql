-- Say whether a person has a second factor that was confirmed and not removed.
-- capability: doors
-- writes: none
-- events: none
select exists (select 1 from factor f where f.user_id = cast(:person as uuid) and f.confirmed_at is not null and f.removed_at is null) as held
