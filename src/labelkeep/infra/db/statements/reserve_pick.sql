-- Find what a person would work on after the task in hand, lock it, and read all that the screen needs: one's own
-- reservation, else what the claim of the step would give next. Always one row: ``task_id`` is null when there is nothing.
-- capability: Label Review
-- writes: none
-- events: none
with own as (
  select l.task_id, l.asset_id, l.cycle, l.id as lease_id, l.seq
    from lease l
   where l.project_id = :project and l.user_id = :person and l.step = :step and l.state = 'reserved' and l.ends_at > :now
), redo as (
  select t.id, t.asset_id, t.cycle
    from task t
   where not exists (select 1 from own)
     and t.project_id = :project and t.step = :step and t.status = 'redo' and t.sticky_user = :person
     and not exists (select 1 from asset_work w where w.asset_id = t.asset_id and w.user_id = :person and w.step <> :step)
   order by t.rank limit 1 for update of t skip locked
), pool as (
  select t.id, t.asset_id, t.cycle
    from task t
   where not exists (select 1 from own) and not exists (select 1 from redo)
     and t.project_id = :project and t.step = :step and t.status = 'todo'
     and not exists (select 1 from asset_work w where w.asset_id = t.asset_id and w.user_id = :person and w.step <> :step)
   order by t.priority desc, t.rank limit 1 for update of t skip locked
), picked as (
  select task_id, asset_id, cycle, lease_id, seq from own
  union all select id, asset_id, cycle, null, 0 from redo
  union all select id, asset_id, cycle, null, 0 from pool
)
select p.task_id, p.cycle, p.lease_id, p.seq,
       a.id as asset_id, a.name, a.split, v.id as version_id, v.n, v.body,
       d.id as draft_id, d.version as draft_version, d.body as draft_body, d.saved_at,
       (select json_agg(json_build_object('id', s.id, 'role', s.role, 'order', s.position, 'width', s.width,
                                          'height', s.height, 'pages', s.pages) order by s.position)
          from asset_part s where s.asset_id = p.asset_id) as parts,
       (select count(*) from issue i where i.asset_id = p.asset_id and i.status <> 'cancelled') as issues,
       (select coalesce(sum(c.n), 0)::bigint from task_count c
         where c.project_id = :project and c.step = :step and c.status in ('todo', 'redo')) as waiting,
       exists (select 1 from lease l where l.project_id = :project and l.user_id = :person and l.state = 'reserved'
                  and l.step = :step and l.ends_at <= :now) as lapsed
  from (select 1) one
  left join picked p on true
  left join lateral (select * from asset where id = p.asset_id limit 1) a on true
  left join lateral (select * from label_version where id = a.version_id limit 1) v on true
  left join lateral (select * from draft where task_id = p.task_id and user_id = :person limit 1) d on true
