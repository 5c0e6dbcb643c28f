-- The wall (0040) for what is one person's or one officer's outside cases: copies of one's own data and the ends of accounts, workbooks that
-- an officer sent, contents that an editor gave. src/app/wall.test.ts says of every other table why it stands before the wall.
select platform.raise_wall('identity.data_request', $q$
  account_id = nullif((select platform.scope('account')), '')::uuid$q$);

select platform.raise_wall('catalogue.guide_upload', $q$
  (select platform.scope('reach')) = 'staff' and account_id = (select platform.scope('account'))$q$);
select platform.raise_wall('catalogue.guide_upload_row', $q$
  exists (select from catalogue.guide_upload where guide_upload.id = guide_upload_row.upload_id)$q$);

-- Guides show them to everybody; an editor adds his own.
select platform.raise_wall('catalogue.own_sheet', 'true', $q$
  (select platform.scope('reach')) = 'staff' and account_id = (select platform.scope('account'))$q$);
