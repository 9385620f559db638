-- A stretch of a release: the next ``rows`` assets of a split, cut off after so many bytes of labels. What a release says
-- beside the label comes as JSON that is spliced into the asset's line as it is: built here, since a million small objects
-- elsewhere cost far more. Ids are random, so each table is visited in the order of its index: neighbours share pages, where
-- one look for each asset would find every page cold. Bodies are fetched from where they are kept only as rows leave.
-- "offset 0" and ``release_plan`` hold the planner to these visits.
-- capability: Approve
-- writes: none
-- events: none
-- binary: yes
with item as materialized (
  select asset_seq, asset_id, version_id from snapshot_item
   where snapshot_id = :snapshot and asset_seq > :after and split is not distinct from cast(:split as text)
     and (reviewed or not :only_reviewed)
   order by asset_seq limit :rows
), versioned as materialized (
  select i.asset_seq, i.asset_id, v.*
    from (select * from item order by version_id) i
    left join lateral (
      select w.id, w.n, w.body, w.body_sha256, w.author_id, w.created_at, w.kind, w.ontology_id, w.guideline_opened,
             w.guideline_submitted, w.active_ms, w.objects
        from label_version w where w.id = i.version_id offset 0
    ) v on true
), placed as (
  select i.*, a.name,
         (select string_agg('{"id":"' || s.id || '","role":' || to_json(s.role) || ',"order":' || s.position || ',"width":' || s.width
                            || ',"height":' || s.height || ',"pages":' || s.pages || '}', ',' order by s.position)
            from asset_part s where s.asset_id = i.asset_id) as parts
    from (select * from versioned order by asset_id) i
    cross join lateral (select b.name from asset b where b.id = i.asset_id offset 0) a
), counted as (
  select o.*, sum(coalesce(octet_length(o.body), 0)) over (order by o.asset_seq rows unbounded preceding)
           - coalesce(octet_length(o.body), 0) as before
    from placed o
)
select p.asset_seq, cast(p.asset_id as text) as asset_id, p.name, cast(p.id as text) as version_id, p.body,
       coalesce(p.objects, 0) as objects, convert_to(coalesce(p.parts, ''), 'UTF8') as parts,
       convert_to(case when p.id is null then '' else
         '"version":{"id":"' || p.id || '","n":' || p.n || ',"sha256":"' || encode(p.body_sha256, 'hex') || '"},"author":"'
         || p.author_id || '","submitted_at":"' || to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
         || '","kind":"' || p.kind || '","imported":' || cast(p.kind = 'import' as text) || ',"ontology":"' || p.ontology_id
         || '","guideline":{"opened":' || coalesce('"' || p.guideline_opened || '"', 'null')
         || ',"submitted":' || coalesce('"' || p.guideline_submitted || '"', 'null')
         || '},"active_seconds":' || cast(p.active_ms / 1000.0 as double precision) || ',"reviews":['
         || coalesce((select string_agg('{"by":"' || r.reviewer_id || '","at":"'
                                        || to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                                        || '","verdict":"' || r.verdict || '","version":"' || r.version_id || '"}', ','
                                        order by r.created_at, r.id)
                        from review r where r.asset_id = p.asset_id and r.created_at <= :taken), '')
         || ']' end, 'UTF8') as provenance
  from counted p
 where p.before < :bytes
 order by p.asset_seq
