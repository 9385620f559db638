-- Hand a task back that waits for an answer: nobody gets it before, and then the one who asked gets it first.
-- capability: Work
-- writes: lease, task
-- events: none
-- returns: what changed
with ended as (
  update lease set state = 'returned', ended_at = :now
   where id = :lease and project_id = :project and user_id = :person and state = 'live'
  returning task_id
)
update task t set status = 'blocked', sticky_user = cast(:person as uuid), updated_at = :now
  from ended where t.id = ended.task_id and t.status = 'doing'
returning t.id
