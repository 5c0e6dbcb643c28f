alter table casework.access_log drop constraint access_log_what_check;
alter table casework.access_log add constraint access_log_what_check check (what in ('case', 'list', 'numbers'));
comment on table casework.access_log is 'Looks of officers: beyond their own department at a case once a day, every exported list with its filter and how many rows left the house, every time the numbers of persons in a case were shown unmasked (S-092).';
