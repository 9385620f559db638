-- Walls and rights of what the flow of work adds.
alter table "guideline_reading" enable row level security;
alter table "guideline_reading" force row level security;
create policy scope on "guideline_reading" to labelkeep_app using (project_id = (select lk_project())) with check (project_id = (select lk_project()));
create policy backup on "guideline_reading" for select to labelkeep_backup using (true);
grant select, insert, update on "guideline_reading" to labelkeep_app;
grant select on "guideline_reading" to labelkeep_backup;
grant delete on "asset_work" to labelkeep_app;
