CREATE VIEW "seatledger"."team_month_figures" AS
SELECT c.provider, c.name AS connection, t.id AS tenant_id, t.name AS tenant, t.external_id, x.month,
  x.figure, nullif(x.currency, '') AS currency, x.value, x.state, s.at AS computed_at
FROM seatledger.figure x JOIN seatledger.tenant t ON t.id = x.tenant_id JOIN seatledger.connection c ON c.id = t.connection_id
LEFT JOIN seatledger.figure_state s ON s.tenant_id = x.tenant_id AND s.month = x.month AND s.kind = 'figure';
--> statement-breakpoint
COMMENT ON VIEW "seatledger"."team_month_figures" IS 'Figures of months by tenant: one row for each figure (and currency).';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."provider" IS 'The vendor: petra or genesys.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."connection" IS 'The name of the connection, as the team calls it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."tenant_id" IS 'The number of the tenant in the team; stable.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."tenant" IS 'The name of the tenant, from the latest list of its vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."external_id" IS 'The id of the tenant at the vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."month" IS 'The month as YYYY-MM, in the reporting time zone of the machine that computed it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."figure" IS 'What is counted: reported, listed, recounted, disabled, units, sku:ID (holders of a licence), used:ID and committed:ID (quantities of a charge), or an amount: cost:vendor, cost:licences, cost:commitment, cost:overage and the same of third parties. docs/figures.md defines each.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."currency" IS 'The currency of an amount; null for a count.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."value" IS 'The value; null where the month has none (a gap, not zero).';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."state" IS 'Of units and the vendor’s bill: projected until the vendor has settled the month, then settled.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_month_figures"."computed_at" IS 'When a machine computed the tenant’s figures of this month, by the server’s clock.';
--> statement-breakpoint
CREATE VIEW "seatledger"."team_people" AS
SELECT c.provider, c.name AS connection, t.id AS tenant_id, t.name AS tenant, t.external_id, x.month,
  x.person_id, x.name, x.principal_name, x.enabled, k.sku_id
FROM seatledger.person x JOIN seatledger.tenant t ON t.id = x.tenant_id JOIN seatledger.connection c ON c.id = t.connection_id LEFT JOIN LATERAL unnest(x.skus) AS k (sku_id) ON true;
--> statement-breakpoint
COMMENT ON VIEW "seatledger"."team_people" IS 'The people of each month-end and their licences: one row for each licence, and one with a null sku_id for a person without any.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."provider" IS 'The vendor: petra or genesys.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."connection" IS 'The name of the connection, as the team calls it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."tenant_id" IS 'The number of the tenant in the team; stable.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."tenant" IS 'The name of the tenant, from the latest list of its vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."external_id" IS 'The id of the tenant at the vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."month" IS 'The month as YYYY-MM, in the reporting time zone of the machine that computed it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."person_id" IS 'The id of the person (for Genesys: the resource) at the vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."name" IS 'The display name at that month-end; null if the vendor sent none.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."principal_name" IS 'The sign-in name at that month-end; null if the vendor sent none.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."enabled" IS 'Whether the account was enabled; null if the vendor does not say.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_people"."sku_id" IS 'The id of a licence that the person held; null if the person held none.';
--> statement-breakpoint
CREATE VIEW "seatledger"."team_changes" AS
SELECT c.provider, c.name AS connection, t.id AS tenant_id, t.name AS tenant, t.external_id, x.month,
  x.person_id, x.name, x.principal_name, x.change, x.skus_added, x.skus_removed
FROM (
  SELECT m.tenant_id, m.month, coalesce(a.person_id, b.person_id) AS person_id, coalesce(a.name, b.name) AS name,
    coalesce(a.principal_name, b.principal_name) AS principal_name,
    CASE WHEN b.person_id IS NULL THEN 'came' WHEN a.person_id IS NULL THEN 'left' ELSE 'changed' END AS change,
    ARRAY(SELECT unnest(coalesce(a.skus, '{}')) EXCEPT SELECT unnest(coalesce(b.skus, '{}')) ORDER BY 1) AS skus_added,
    ARRAY(SELECT unnest(coalesce(b.skus, '{}')) EXCEPT SELECT unnest(coalesce(a.skus, '{}')) ORDER BY 1) AS skus_removed
  FROM seatledger.figure_state m
  JOIN seatledger.figure_state p ON p.tenant_id = m.tenant_id AND p.kind = 'person'
    AND p.month = to_char(to_date(m.month, 'YYYY-MM') - interval '1 month', 'YYYY-MM')
  CROSS JOIN LATERAL (
    SELECT coalesce(l.person_id, r.person_id) AS id
    FROM (SELECT person_id FROM seatledger.person WHERE tenant_id = m.tenant_id AND month = m.month) l
    FULL JOIN (SELECT person_id FROM seatledger.person WHERE tenant_id = p.tenant_id AND month = p.month) r ON r.person_id = l.person_id
  ) u
  LEFT JOIN seatledger.person a ON a.tenant_id = m.tenant_id AND a.month = m.month AND a.person_id = u.id
  LEFT JOIN seatledger.person b ON b.tenant_id = p.tenant_id AND b.month = p.month AND b.person_id = u.id
  WHERE m.kind = 'person' AND (a.person_id IS NULL OR b.person_id IS NULL OR NOT (a.skus @> b.skus AND b.skus @> a.skus))
) x JOIN seatledger.tenant t ON t.id = x.tenant_id JOIN seatledger.connection c ON c.id = t.connection_id;
--> statement-breakpoint
COMMENT ON VIEW "seatledger"."team_changes" IS 'Who came, who left and whose licences changed between a month-end and the one of the month before; months without a month-end before them are left out.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."provider" IS 'The vendor: petra or genesys.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."connection" IS 'The name of the connection, as the team calls it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."tenant_id" IS 'The number of the tenant in the team; stable.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."tenant" IS 'The name of the tenant, from the latest list of its vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."external_id" IS 'The id of the tenant at the vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."month" IS 'The month as YYYY-MM, in the reporting time zone of the machine that computed it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."person_id" IS 'The id of the person at the vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."name" IS 'The display name; of a person who left, the last one.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."principal_name" IS 'The sign-in name; of a person who left, the last one.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."change" IS 'came: not in the list a month before; left: not in the list any more; changed: other licences than a month before.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."skus_added" IS 'The ids of licences that the person did not hold a month before.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_changes"."skus_removed" IS 'The ids of licences that the person held a month before and does not hold any more.';
--> statement-breakpoint
CREATE VIEW "seatledger"."team_charges" AS
SELECT c.provider, c.name AS connection, t.id AS tenant_id, t.name AS tenant, t.external_id, x.month,
  x.charge_id, x.name, x.unit, x.currency, x.used, x.committed, x.allowance, x.overage, x.commitment_cost, x.overage_cost, x.in_total
FROM seatledger.charge x JOIN seatledger.tenant t ON t.id = x.tenant_id JOIN seatledger.connection c ON c.id = t.connection_id;
--> statement-breakpoint
COMMENT ON VIEW "seatledger"."team_charges" IS 'The charges of each month (Genesys), as the vendor sent them, with the overage and costs that follow from them.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."provider" IS 'The vendor: petra or genesys.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."connection" IS 'The name of the connection, as the team calls it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."tenant_id" IS 'The number of the tenant in the team; stable.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."tenant" IS 'The name of the tenant, from the latest list of its vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."external_id" IS 'The id of the tenant at the vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."month" IS 'The month as YYYY-MM, in the reporting time zone of the machine that computed it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."charge_id" IS 'The id of the charge at the vendor.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."name" IS 'The name of the charge.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."unit" IS 'The unit of its quantities, as the vendor writes it.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."currency" IS 'The currency of the contract; null if the vendor states none.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."used" IS 'The quantity used in the billing period.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."committed" IS 'The quantity that the contract commits to.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."allowance" IS 'The quantity that is free of charge; null if the vendor sent none.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."overage" IS 'The quantity over commitment and allowance; null if it is unknown.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."commitment_cost" IS 'committed times the prepaid price; null if a factor is missing.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."overage_cost" IS 'overage times the overage price; null if a factor is missing.';
--> statement-breakpoint
COMMENT ON COLUMN "seatledger"."team_charges"."in_total" IS 'Whether the totals of the bill include this line.';
