INSERT INTO "seatledger"."team" ("id") VALUES (1);
--> statement-breakpoint
CREATE FUNCTION "seatledger"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever inserted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER "body_only_inserted" BEFORE UPDATE OR DELETE OR TRUNCATE ON "seatledger"."body" FOR EACH STATEMENT EXECUTE FUNCTION "seatledger"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "snapshot_only_inserted" BEFORE UPDATE OR DELETE OR TRUNCATE ON "seatledger"."snapshot" FOR EACH STATEMENT EXECUTE FUNCTION "seatledger"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "decision_only_inserted" BEFORE UPDATE OR DELETE OR TRUNCATE ON "seatledger"."decision" FOR EACH STATEMENT EXECUTE FUNCTION "seatledger"."refuse_change"();
--> statement-breakpoint
-- Numbers of an identity column are assigned before they are committed, so that a reader could see 12 before 11 and never return for 11.
-- A statement trigger runs before the first number is assigned, and its lock is kept until the transaction ends: numbers are visible in order.
CREATE FUNCTION "seatledger"."in_order"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('seatledger.' || TG_TABLE_NAME, 0));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "snapshot_in_order" BEFORE INSERT ON "seatledger"."snapshot" FOR EACH STATEMENT EXECUTE FUNCTION "seatledger"."in_order"();
--> statement-breakpoint
CREATE TRIGGER "decision_in_order" BEFORE INSERT ON "seatledger"."decision" FOR EACH STATEMENT EXECUTE FUNCTION "seatledger"."in_order"();
--> statement-breakpoint
-- Takes the connection's lease and the lane's next slot, or neither. Answers with how long to wait, or with who has the lease.
CREATE FUNCTION "seatledger"."reserve"(
  p_connection bigint, p_lane text, p_spacing_ms bigint, p_holder text, p_holder_name text, p_hold_ms bigint,
  OUT wait_ms bigint, OUT held_by text, OUT held_for_ms bigint
) LANGUAGE plpgsql AS $$
DECLARE
  v_until timestamptz;
  v_next timestamptz;
BEGIN
  INSERT INTO "seatledger"."lease" AS l ("connection_id", "holder", "holder_name", "until")
  VALUES (p_connection, p_holder, p_holder_name, clock_timestamp() + p_hold_ms * interval '1 millisecond')
  ON CONFLICT ("connection_id") DO UPDATE
    SET "holder" = EXCLUDED."holder", "holder_name" = EXCLUDED."holder_name",
      "until" = greatest(EXCLUDED."until", CASE WHEN l."holder" = EXCLUDED."holder" THEN l."until" END)
    WHERE l."holder" = EXCLUDED."holder" OR l."until" <= clock_timestamp();
  IF NOT FOUND THEN
    SELECT "holder_name", "until" INTO held_by, v_until FROM "seatledger"."lease" WHERE "connection_id" = p_connection;
    held_for_ms := greatest(1, ceil(extract(epoch FROM v_until - clock_timestamp()) * 1000));
    wait_ms := held_for_ms;
    RETURN;
  END IF;
  INSERT INTO "seatledger"."pace" AS p ("lane", "next_at")
  VALUES (p_lane, clock_timestamp() + p_spacing_ms * interval '1 millisecond')
  ON CONFLICT ("lane") DO UPDATE SET "next_at" = clock_timestamp() + p_spacing_ms * interval '1 millisecond'
    WHERE p."next_at" <= clock_timestamp();
  IF FOUND THEN
    wait_ms := 0;
  ELSE
    SELECT "next_at" INTO v_next FROM "seatledger"."pace" WHERE "lane" = p_lane;
    wait_ms := greatest(1, ceil(extract(epoch FROM v_next - clock_timestamp()) * 1000));
    -- The lease lasts until its holder's turn.
    UPDATE "seatledger"."lease" SET "until" = greatest("until", v_next + p_hold_ms * interval '1 millisecond')
    WHERE "connection_id" = p_connection AND "holder" = p_holder;
  END IF;
END $$;
