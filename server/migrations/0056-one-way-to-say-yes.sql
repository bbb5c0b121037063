-- breaking: an earlier program asks for the column that goes.
-- On every opt-in page a message of the person's own is the yes, so there is no choice of it any more.

alter table opt_in_page drop column confirmation;
