-- The second wall (S-043, S-044): what a statement sees is settled by who asks, even where its condition was forgotten.
-- The platform works as tongban_app under a scope that stands for one transaction (src/platform/wall.ts), or as tongban_system for what is
-- nobody's request. Without a scope no row is there. 0040 guards cases, papers, licences and ratings; a new table of theirs needs a wall too.

create function platform.scope(name text) returns text language sql stable parallel safe as $$
  select coalesce(current_setting('app.' || name, true), '')
$$;
comment on function platform.scope is 'One part of who is asking, empty where nothing was said; policies call it once a statement.';

create function platform.scope_list(name text) returns text[] language sql stable parallel safe as $$
  select string_to_array(platform.scope(name), ',')
$$;
comment on function platform.scope_list is '`subjects`: the person or organisation who asks, and whom he may act for. `keys`: what he holds of rows: the code of a paper, the number of a case whose code he knew, a token.';

create function platform.raise_wall(walled regclass, seen text, written text default null) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', walled);
  execute format('alter table %s force row level security', walled);
  execute format('create policy asked on %s to tongban_app using (%s) with check (%s)', walled, seen, coalesce(written, seen));
  execute format('create policy system on %s to tongban_system using (true) with check (true)', walled);
  execute format('create policy migration on %s to %I using ((select platform.scope(''reach'')) = ''migration'') with check ((select platform.scope(''reach'')) = ''migration'')', walled, current_user);
end $$;
comment on function platform.raise_wall is 'Puts a table behind the wall: what an asker sees, what he may write (the same, unless told), all for system work, and all for a later migration of the owner.';

-- A case: officers of its place and department, of a department that was asked, the clerk who received it for another place; its applicant
-- and who applies for him; who holds its number and code. The same as `sees` (src/contexts/casework/perform/standing.ts), and tested to be.
do $$
declare
  near constant text := $q$
    (division between (select platform.scope('first')) and (select platform.scope('last'))
      and ((select platform.scope('department')) = '' or department_code = (select platform.scope('department'))))$q$;
  his constant text := $q$
    or applicant_id = any ((select platform.scope_list('subjects'))::text[]) or agent_id = any ((select platform.scope_list('subjects'))::text[])
    or applicant_id = any ((select platform.scope_list('keys'))::text[])
    or no = any ((select platform.scope_list('keys'))::text[])
    or id::text = any ((select platform.scope_list('keys'))::text[])
    or (select platform.scope('consulted')) <> '' and consulted @> array[(select platform.scope('consulted'))]$q$;
begin
  perform platform.raise_wall(
    'casework.matter',
    near || his || $q$ or (select platform.scope('receiver')) <> '' and filed_by = (select platform.scope('receiver')) and accepted_on is null$q$,
    near || his || $q$ or (select platform.scope('account')) <> '' and filed_by = (select platform.scope('account'))$q$
  );
end $$;
create index matter_asked_due on casework.matter (due_on, id) where asked <> '{}';
comment on index casework.matter_asked_due is 'What a department was asked, behind the wall: there only comparisons that leak nothing may use an index, and @> is none.';

-- A draft: its applicant and who applies for him, the officer who began it or to whom it was opened, and the draft of a case with the case.
select platform.raise_wall('casework.draft', $q$
  applicant_id = any ((select platform.scope_list('subjects'))::text[]) or agent_id = any ((select platform.scope_list('subjects'))::text[])
  or (select platform.scope('reach')) = 'staff'
    and (owner = (select platform.scope('account')) or opened_by = (select platform.scope('account')) and opened_until > now())
  or id::text = any ((select platform.scope_list('keys'))::text[])
  or applicant_id = any ((select platform.scope_list('keys'))::text[])
  or exists (select from casework.matter where matter.id = draft.id)$q$);

-- What hangs on a case is seen with it.
do $$
declare
  hanging text;
begin
  foreach hanging in array array['journal', 'violation', 'date_history', 'card', 'site_photo', 'broken_promise'] loop
    perform platform.raise_wall(format('casework.%I', hanging)::regclass, format('exists (select from casework.matter where matter.id = %I.case_id)', hanging));
  end loop;
end $$;
select platform.raise_wall('casework.upload', $q$
  exists (select from casework.matter where matter.id = upload.case_id)
  or exists (select from casework.draft where draft.id = upload.case_id)$q$);

-- What an officer keeps for himself, what he did at a window.
select platform.raise_wall('casework.saved_filter', $q$ owner = (select platform.scope('account')) $q$);
select platform.raise_wall('casework.batch', $q$ owner = (select platform.scope('account')) $q$);
select platform.raise_wall('casework.batch_case', $q$ exists (select from casework.batch where batch.id = batch_case.batch_id) $q$);
select platform.raise_wall('casework.visit', $q$
  officer = (select platform.scope('account'))
  or applicant = any ((select platform.scope_list('subjects'))::text[])$q$);
select platform.raise_wall('casework.visit_look', $q$ exists (select from casework.visit where visit.id = visit_look.visit_id) $q$);
select platform.raise_wall('casework.confirmation', $q$
  token_hash = any ((select platform.scope_list('keys'))::text[])
  or exists (select from casework.draft where draft.id = confirmation.draft_id)$q$);
select platform.raise_wall('casework.visit_code', $q$
  applicant = any ((select platform.scope_list('subjects'))::text[])
  or code_hash = any ((select platform.scope_list('keys'))::text[])
  or id::text = any ((select platform.scope_list('keys'))::text[])
  or (select platform.scope('reach')) <> '' and expires_at < now()$q$);

-- Who looked at what: written by who looks, read by him and by whose case it is.
select platform.raise_wall('casework.access_log', $q$
  account = (select platform.scope('account'))
  or exists (select from casework.matter where matter.no = access_log.subject and matter.applicant_id = any ((select platform.scope_list('subjects'))::text[]))$q$,
  $q$ account = (select platform.scope('account')) $q$);

-- A paper is seen with its case, or by who types its code. One that tells of a guide is everybody's.
select platform.raise_wall('documents.paper', $q$
  case_id is null and (select platform.scope('reach')) <> ''
  or exists (select from casework.matter where matter.id = paper.case_id)
  or code = any ((select platform.scope_list('keys'))::text[])$q$);

-- A licence: its holder, the department that gave it, the hall of its place, who sees the case that gave it, who shows its code.
select platform.raise_wall('licences.licence', $q$
  holder_hash = any ((select platform.scope_list('keys'))::text[])
  or code = any ((select platform.scope_list('keys'))::text[])
  or id::text = any ((select platform.scope_list('keys'))::text[])
  or (select platform.scope('reach')) = 'staff' and (
    (select platform.scope('department')) <> '' and issuer_code = (select platform.scope('department'))
    or (select platform.scope('department')) = '' and division between (select platform.scope('first')) and (select platform.scope('last')))
  or exists (select from casework.matter where matter.id = licence.case_id)$q$);
select platform.raise_wall('licences.matter', $q$
  exists (select from licences.licence where licence.id = matter.edition)
  or exists (select from casework.matter as its_case where its_case.id = licences.matter.case_id)$q$);
select platform.raise_wall('licences.presentation', $q$ exists (select from licences.licence where licence.id = presentation.licence_id) $q$);
select platform.raise_wall('licences.verification', $q$ exists (select from licences.licence where licence.id = verification.licence_id) $q$);
select platform.raise_wall('licences.reminder', $q$ exists (select from licences.licence where licence.id = reminder.licence_id) $q$);

-- Ratings are published; only who sees the case writes one.
select platform.raise_wall('ratings.rating', $q$ (select platform.scope('reach')) <> '' $q$,
  $q$ exists (select from casework.matter where matter.id = rating.case_id) $q$);
