/** SQL that grants people rights on the team's database; run by its owner. */

/** Grants for a collector, which inserts and reads, and a reader. Neither may change or delete history. Can be run again after an update. */
export const rolesSql = `-- Seatledger: roles of a database of a team. Run it once, as the user who ran \`seatledger team connect\` first, and again after each update:
--   seatledger team roles | psql "postgres://OWNER@HOST/DATABASE"
-- A collector publishes and pulls history; a reader only reads, for BI. Neither can change or delete history.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'seatledger_collector') THEN CREATE ROLE seatledger_collector NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'seatledger_reader') THEN CREATE ROLE seatledger_reader NOLOGIN; END IF;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA seatledger FROM PUBLIC, seatledger_collector, seatledger_reader;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA seatledger FROM PUBLIC;
GRANT USAGE ON SCHEMA seatledger TO seatledger_collector, seatledger_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA seatledger TO seatledger_collector, seatledger_reader;

-- History: inserted, never changed.
GRANT INSERT ON seatledger.body, seatledger.snapshot, seatledger.decision TO seatledger_collector;
-- Who takes part, and the vendors' latest lists of tenants.
GRANT INSERT ON seatledger.machine, seatledger.connection, seatledger.tenant TO seatledger_collector;
GRANT UPDATE ON seatledger.machine, seatledger.connection, seatledger.tenant TO seatledger_collector;
-- Whose turn it is to ask a vendor.
GRANT INSERT, UPDATE ON seatledger.lease, seatledger.pace TO seatledger_collector;
-- For BI: figures that machines derive from the history.
GRANT INSERT, UPDATE, DELETE ON seatledger.figure, seatledger.person, seatledger.charge, seatledger.figure_state TO seatledger_collector;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA seatledger TO seatledger_collector;

-- A person then needs a login, for example:
--   CREATE ROLE anna LOGIN PASSWORD 'choose one' IN ROLE seatledger_collector;
--   CREATE ROLE metabase LOGIN PASSWORD 'choose one' IN ROLE seatledger_reader;
`
