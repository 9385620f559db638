-- Changes of many assets: each project sees its own; neither table is ever changed.
alter table "steering" enable row level security;
alter table "steering" force row level security;
create policy scope on "steering" to labelkeep_app using (project_id = (select lk_project())) with check (project_id = (select lk_project()));
create policy backup on "steering" for select to labelkeep_backup using (true);
grant select, insert on "steering" to labelkeep_app;
grant select on "steering" to labelkeep_backup;
alter table "steering_asset" enable row level security;
alter table "steering_asset" force row level security;
create policy scope on "steering_asset" to labelkeep_app using (project_id = (select lk_project())) with check (project_id = (select lk_project()));
create policy backup on "steering_asset" for select to labelkeep_backup using (true);
grant select, insert on "steering_asset" to labelkeep_app;
grant select on "steering_asset" to labelkeep_backup;
