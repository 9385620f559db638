-- For the rest of this transaction, no whole table is read or sorted for a stretch of a release. A snapshot was often
-- filled a moment ago, without any statistics: the planner then takes it for nearly empty, and would collect and sort all
-- that is left of it for each stretch, which is the square of its size for the whole.
-- capability: Approve
-- writes: none
-- events: none
select set_config('enable_bitmapscan', 'off', true) as bitmaps, set_config('enable_seqscan', 'off', true) as tables,
       set_config('enable_hashjoin', 'off', true) as hashes, set_config('enable_mergejoin', 'off', true) as merges
