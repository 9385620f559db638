-- End leases without a result and free their tasks; the caller notes one event for each. A skip marks the asset for its
-- person, who is not offered it again; the second skip takes the task out of the queue for a manager to look at.
-- capability: Work, Label, Review, EndedLeases
-- writes: lease, task, asset_work
-- events: none
with ended as (
  update lease set state = :state, ended_at = :now
   where id = any(cast(:leases as uuid[])) and state = 'live'
  returning id, task_id, asset_id, user_id, project_id
), moved as (
  update task t
     set status = case when :skipped and t.skips >= 1 then 'skipped' when t.sticky_user is null or :skipped then 'todo'
                       else 'redo' end,
         skips = t.skips + case when :skipped then 1 else 0 end,
         sticky_user = case when :skipped then null else t.sticky_user end,
         updated_at = :now
    from ended where t.id = ended.task_id and t.status = 'doing'
  returning t.id
), marked as (
  insert into asset_work (asset_id, user_id, step, project_id)
  select asset_id, user_id, 'skip', project_id from ended where :skipped
  on conflict do nothing
)
select id from ended
