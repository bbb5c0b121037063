-- How many rows of its file each writer of a list has passed: each has the numbers that are its own. Null before the first has begun.
alter table contact_import add column reached integer[];
