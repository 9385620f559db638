-- When each member last did each thing, among the last events of each of them.
-- capability: Members
-- writes: none
-- events: none
select member.user_id, did.action, max(did.at) as last, min(did.at) as first, count(*) as n
  from membership member
 cross join lateral (
       select action, at from ledger_event
        where actor_id = member.user_id and project_id = cast(:project as uuid)
        order by at desc limit :most
       ) did
 where member.project_id = cast(:project as uuid)
 group by member.user_id, did.action
