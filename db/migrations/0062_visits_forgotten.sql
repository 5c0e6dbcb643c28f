-- Who stood at a window is forgotten when his visit is over for a day: the row stays, what is sealed in it goes (S-094, S-095).
comment on table casework.visit is 'Who stood at a window, before which officer, and by what he was recognised. The rows stay: they say who saw whose applications (S-041); what is sealed in them does not.';
comment on column casework.visit.sealed is 'Who stands there, for whom he applies, his 授权书 (S-091); empty from a day after the visit.';
create index visit_sealed on casework.visit (until) where sealed <> '';
