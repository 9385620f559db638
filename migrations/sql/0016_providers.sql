-- Providers are sealed, so any scope may read them: the sign-in page names them to nobody known.
alter table "provider" enable row level security;
alter table "provider" force row level security;
create policy scope on "provider" to labelkeep_app using (true) with check ((select lk_site()));
create policy backup on "provider" for select to labelkeep_backup using (true);
grant select, insert, update on "provider" to labelkeep_app;
grant select on "provider" to labelkeep_backup;

-- A system task looks a subject up before it knows whose it is; it writes as that person only.
alter table "identity" enable row level security;
alter table "identity" force row level security;
create policy scope on "identity" to labelkeep_app using (user_id = (select lk_user()) or (select lk_site()) or (select lk_system())) with check (user_id = (select lk_user()) or (select lk_site()));
create policy backup on "identity" for select to labelkeep_backup using (true);
grant select, insert, update on "identity" to labelkeep_app;
grant select on "identity" to labelkeep_backup;

alter table "provider_visit" enable row level security;
alter table "provider_visit" force row level security;
create policy scope on "provider_visit" to labelkeep_app using (user_id = (select lk_user()) or (select lk_system())) with check (user_id = (select lk_user()) or (select lk_system()));
create policy backup on "provider_visit" for select to labelkeep_backup using (true);
grant select, insert, delete, update on "provider_visit" to labelkeep_app;
grant select on "provider_visit" to labelkeep_backup;

alter table "provider_session" enable row level security;
alter table "provider_session" force row level security;
create policy scope on "provider_session" to labelkeep_app using ((select lk_site()) or (select lk_system())) with check ((select lk_site()) or (select lk_system()));
create policy backup on "provider_session" for select to labelkeep_backup using (true);
grant select, insert on "provider_session" to labelkeep_app;
grant select on "provider_session" to labelkeep_backup;

alter table "provider_notice" enable row level security;
alter table "provider_notice" force row level security;
create policy scope on "provider_notice" to labelkeep_app using ((select lk_site())) with check ((select lk_site()));
create policy backup on "provider_notice" for select to labelkeep_backup using (true);
grant select, insert, delete on "provider_notice" to labelkeep_app;
grant select on "provider_notice" to labelkeep_backup;
