-- Tables of the ledger. Run once by the owner role; row-level security and its policies come with the migration.

create table ledger_event (
    id uuid primary key,
    project_id uuid,
    at timestamptz not null,
    action text not null,
    actor_id uuid,
    object_type text not null,
    object_id uuid,
    outcome text not null,
    leaf bytea not null check (octet_length(leaf) <= 65535),
    payload bytea not null
);
create index ledger_event_of_object on ledger_event (object_id, at) where object_id is not null;
create index ledger_event_of_project on ledger_event (project_id, at);

create table ledger_leaf (
    event_id uuid primary key references ledger_event (id),
    leaf bigint not null unique check (leaf >= 0)
);

create table ledger_checkpoint (
    size bigint primary key check (size >= 0),
    root bytea not null check (octet_length(root) = 32),
    note text not null,
    at timestamptz not null
);

-- Events that wait for their leaf number. Finding them by "no row in ledger_leaf" would read the whole log each second;
-- a flag on ledger_event would need an update of a table that must only grow. This queue is as short as the backlog.
create table ledger_pending (
    place bigint generated always as identity primary key,
    event_id uuid not null unique
);
-- Rows live for a second: dead ones are cleared by count, not by share of an almost empty table.
alter table ledger_pending set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Runs as the owner, so that the application needs no right on the queue: it can neither forge nor drop a place in it.
-- The table is named with its schema, so that no table of a caller's making is taken for it; built with execute the
-- statement would be planned anew for each event, which costs half as much again as the insert.
create function ledger_enqueue() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into public.ledger_pending (event_id) select id from fresh;
    return null;
end
$$;
create trigger ledger_enqueue after insert on ledger_event
    referencing new table as fresh for each statement execute function ledger_enqueue();

-- Rights can be granted by mistake; this refuses change by every role, the owner included.
create function ledger_unchanging() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger ledger_unchanging before update or delete or truncate on ledger_event
    for each statement execute function ledger_unchanging();
create trigger ledger_unchanging before update or delete or truncate on ledger_leaf
    for each statement execute function ledger_unchanging();
