-- One page of a release: at most so many rows and so many bytes of labels, each row with its facts as JSON.
-- capability: Approve
-- writes: none
-- events: none
with page as (
  select i.asset_seq, i.asset_id, i.version_id,
         sum(coalesce(octet_length(v.body), 0)) over (order by i.asset_seq) - coalesce(octet_length(v.body), 0) as before
    from (select asset_seq, asset_id, version_id from snapshot_item
           where snapshot_id = :snapshot and asset_seq > :after and split is not distinct from cast(:split as text)
             and (reviewed or not :only_reviewed)
           order by asset_seq limit :rows) i
    left join label_version v on v.id = i.version_id
)
select p.asset_seq, p.asset_id, a.name, p.version_id, v.body, coalesce(v.objects, 0) as objects,
       cast(json_build_object(
         'id', p.asset_id,
         'split', cast(:split as text),
         'parts', (select coalesce(json_agg(json_build_object('id', s.id, 'role', s.role, 'order', s.position, 'width', s.width,
                                                              'height', s.height, 'pages', s.pages) order by s.position), '[]')
                     from asset_part s where s.asset_id = p.asset_id),
         'provenance', case when v.id is not null then json_build_object(
           'version', json_build_object('id', v.id, 'n', v.n, 'sha256', encode(v.body_sha256, 'hex')),
           'author', v.author_id,
           'submitted_at', to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'kind', v.kind,
           'imported', v.kind = 'import',
           'ontology', v.ontology_id,
           'guideline', json_build_object('opened', v.guideline_opened, 'submitted', v.guideline_submitted),
           'active_seconds', v.active_ms / 1000.0,
           'reviews', (select coalesce(json_agg(json_build_object(
                                'by', r.reviewer_id, 'at', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                'verdict', r.verdict, 'version', r.version_id) order by r.created_at, r.id), '[]')
                         from review r where r.asset_id = p.asset_id and r.created_at <= :taken)
         ) else json_build_object() end
       ) as text) as facts
  from page p
  join asset a on a.id = p.asset_id
  left join label_version v on v.id = p.version_id
 where p.before < :bytes
 order by p.asset_seq
