-- Freeze the label version of every asset that is in work or completed, and hand back what its Merkle root is made of:
-- SHA-256(00 || asset id || SHA-256 of the label's body, or 32 zero bytes without one), in the order of asset ids.
-- capability: Release
-- writes: snapshot_item
-- events: none
with chosen as materialized (
  select a.seq, a.id, a.version_id, a.split, v.body_sha256,
         coalesce((select r.verdict = 'accept' or (r.verdict = 'fix' and r.result_id = a.version_id)
                     from review r
                    where r.asset_id = a.id and (r.version_id = a.version_id or r.result_id = a.version_id)
                    order by r.created_at desc, r.id limit 1), false) as reviewed
    from asset a left join label_version v on v.id = a.version_id
   where a.project_id = :project and a.state in ('active', 'completed')
), kept as (
  insert into snapshot_item (snapshot_id, asset_seq, asset_id, version_id, split, reviewed, project_id)
  select cast(:snapshot as uuid), seq, id, version_id, split, reviewed, cast(:project as uuid) from chosen
)
select count(*) as assets, count(version_id) as labels, count(*) filter (where reviewed) as reviewed,
       coalesce(string_agg(sha256(decode('00', 'hex') || uuid_send(id) || coalesce(body_sha256, decode(repeat('00', 32), 'hex'))),
                           cast('' as bytea) order by id), cast('' as bytea)) as leaves
  from chosen
