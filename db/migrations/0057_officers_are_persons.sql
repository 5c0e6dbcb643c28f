-- Who an officer is: proven by himself, once, and one person has one officer's account (S-047, S-048).

create unique index account_officer_person on identity.account (person_id) where kind = 'staff' and person_id is not null;
comment on index identity.account_officer_person is '一人一号: nobody holds two posts that must be two persons by having two accounts (S-047).';
