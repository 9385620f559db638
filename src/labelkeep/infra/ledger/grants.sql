-- The least rights that the ledger works with; {app} and {sequencer} are the names of the two roles.

grant insert, select on ledger_event to {app};
grant select on ledger_leaf, ledger_checkpoint to {app};

grant select (id, leaf) on ledger_event to {sequencer};
grant select, insert on ledger_leaf to {sequencer};
grant select, insert, update (note, at) on ledger_checkpoint to {sequencer};
grant select, delete on ledger_pending to {sequencer};
