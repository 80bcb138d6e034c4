CREATE SCHEMA "seatledger";
--> statement-breakpoint
CREATE TABLE "seatledger"."body" (
	"sha256" "bytea" PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seatledger"."connection" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seatledger"."connection_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"provider" text NOT NULL,
	"name" text NOT NULL,
	"config" text NOT NULL,
	"created_at" bigint NOT NULL,
	"listed_at" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "connection_name" UNIQUE("provider","name")
);
--> statement-breakpoint
CREATE TABLE "seatledger"."decision" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seatledger"."decision_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"version" integer NOT NULL,
	"value" text NOT NULL,
	"by" text NOT NULL,
	"at" bigint NOT NULL,
	"machine_id" uuid NOT NULL,
	CONSTRAINT "decision_version" UNIQUE("kind","subject","version")
);
--> statement-breakpoint
CREATE TABLE "seatledger"."lease" (
	"connection_id" bigint PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"holder_name" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seatledger"."machine" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"first_seen" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seatledger"."pace" (
	"lane" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seatledger"."snapshot" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seatledger"."snapshot_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"connection_id" bigint NOT NULL,
	"tenant_id" bigint,
	"dataset" text NOT NULL,
	"params" text NOT NULL,
	"observed_at" bigint NOT NULL,
	"sha256" "bytea" NOT NULL,
	"body_sha256" "bytea",
	"volatile" text,
	"received" "bytea",
	"machine_id" uuid NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snapshot_once" UNIQUE NULLS NOT DISTINCT("connection_id","tenant_id","dataset","observed_at","sha256")
);
--> statement-breakpoint
CREATE TABLE "seatledger"."team" (
	"id" integer PRIMARY KEY NOT NULL,
	"team_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seatledger"."tenant" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seatledger"."tenant_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"connection_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"external_key" text NOT NULL,
	"name" text NOT NULL,
	"microsoft_tenant_id" text,
	"vendor_paused" boolean,
	"origin" text NOT NULL,
	"created_at" bigint NOT NULL,
	"gone_at" bigint,
	"listed_at" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "tenant_external" UNIQUE("connection_id","kind","external_key")
);
--> statement-breakpoint
ALTER TABLE "seatledger"."decision" ADD CONSTRAINT "decision_machine_id_machine_id_fk" FOREIGN KEY ("machine_id") REFERENCES "seatledger"."machine"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."lease" ADD CONSTRAINT "lease_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "seatledger"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."snapshot" ADD CONSTRAINT "snapshot_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "seatledger"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."snapshot" ADD CONSTRAINT "snapshot_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "seatledger"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."snapshot" ADD CONSTRAINT "snapshot_body_sha256_body_sha256_fk" FOREIGN KEY ("body_sha256") REFERENCES "seatledger"."body"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."snapshot" ADD CONSTRAINT "snapshot_machine_id_machine_id_fk" FOREIGN KEY ("machine_id") REFERENCES "seatledger"."machine"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."tenant" ADD CONSTRAINT "tenant_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "seatledger"."connection"("id") ON DELETE no action ON UPDATE no action;