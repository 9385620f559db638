-- A person's own ways: nobody else reads or writes them, an organisation admin neither.
alter table "preference" enable row level security;
alter table "preference" force row level security;
create policy scope on "preference" to labelkeep_app using (user_id = (select lk_user())) with check (user_id = (select lk_user()));
create policy backup on "preference" for select to labelkeep_backup using (true);
grant select, insert, update on "preference" to labelkeep_app;
grant select on "preference" to labelkeep_backup;
