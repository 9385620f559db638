-- Say whether any label exists in the project: from then on an ontology may only grow.
-- capability: Configure
-- writes: none
-- events: none
select exists (select 1 from label l where l.project_id = :project) as found
