-- A table that grows is sampled anew every few seconds, 30,000 rows of it, and every column is sorted for the planner. Where nobody ever asks by a
-- column that is work for nothing: a quarter of what PostgreSQL did while webhooks came in.

-- These are reached by their keys alone, so that a tenth of the sample says as much.
alter table inbound_event
  alter organization_id set statistics 10, alter connector_id set statistics 10, alter message_sid set statistics 10, alter id set statistics 10,
  alter form set statistics 0, alter origin set statistics 0, alter received_at set statistics 10;
alter table inbound_batch
  alter organization_id set statistics 10, alter id set statistics 10, alter connector_id set statistics 10,
  alter ids set statistics 0, alter message_sids set statistics 0;
alter table report_batch
  alter organization_id set statistics 10, alter id set statistics 10, alter reports set statistics 0, alter size set statistics 10,
  alter tries set statistics 10, alter due_at set statistics 10;
alter table event
  alter organization_id set statistics 10, alter transaction_id set statistics 10, alter id set statistics 10, alter changes set statistics 0,
  alter at set statistics 10;

-- What is only read once its row is found.
alter table message
  alter body set statistics 0, alter details set statistics 0, alter quoted_sid set statistics 0, alter sources set statistics 0,
  alter status_reason set statistics 0, alter content_sid set statistics 0,
  alter variables set statistics 0, alter allowed_by set statistics 0, alter quiet set statistics 0, alter author_id set statistics 0,
  alter holder_epoch set statistics 0, alter claim_epoch set statistics 0, alter permit_epoch set statistics 0, alter retries set statistics 0;
alter table conversation
  alter last_message_preview set statistics 0, alter last_inbound_sid set statistics 0,
  alter last_position set statistics 0, alter epoch set statistics 0;
alter table attempt
  alter detail set statistics 0, alter claim_epoch set statistics 0;
alter table activity alter facts set statistics 0;
alter table notification alter facts set statistics 0;
alter table touch
  alter text set statistics 0, alter variables set statistics 0, alter facts set statistics 0, alter sources set statistics 0,
  alter note set statistics 0;

-- A batch lives for a moment. Its lists are neither compressed nor taken apart while a page has room for them.
alter table inbound_batch alter ids set storage external, alter message_sids set storage external;
alter table inbound_batch set (toast_tuple_target = 8160);
alter table report_batch set (toast_tuple_target = 8160);
