-- The leaf numbers of events that the caller has read already.
-- capability: Audit, SiteAdmin
-- writes: none
-- events: none
select event_id, leaf from ledger_leaf where event_id = any(cast(:ids as uuid[]))
