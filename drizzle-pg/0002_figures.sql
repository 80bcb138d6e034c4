CREATE TABLE "seatledger"."charge" (
	"tenant_id" bigint NOT NULL,
	"month" text NOT NULL,
	"place" integer NOT NULL,
	"charge_id" text NOT NULL,
	"name" text,
	"unit" text,
	"currency" text,
	"used" numeric,
	"committed" numeric,
	"allowance" numeric,
	"overage" numeric,
	"commitment_cost" numeric,
	"overage_cost" numeric,
	"in_total" boolean NOT NULL,
	CONSTRAINT "charge_tenant_id_month_place_pk" PRIMARY KEY("tenant_id","month","place")
);
--> statement-breakpoint
CREATE TABLE "seatledger"."figure_state" (
	"tenant_id" bigint NOT NULL,
	"month" text NOT NULL,
	"kind" text NOT NULL,
	"made_from" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "figure_state_tenant_id_month_kind_pk" PRIMARY KEY("tenant_id","month","kind")
);
--> statement-breakpoint
CREATE TABLE "seatledger"."figure" (
	"tenant_id" bigint NOT NULL,
	"month" text NOT NULL,
	"figure" text NOT NULL,
	"currency" text NOT NULL,
	"value" numeric,
	"state" text,
	CONSTRAINT "figure_tenant_id_month_figure_currency_pk" PRIMARY KEY("tenant_id","month","figure","currency")
);
--> statement-breakpoint
CREATE TABLE "seatledger"."person" (
	"tenant_id" bigint NOT NULL,
	"month" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text,
	"principal_name" text,
	"enabled" boolean,
	"skus" text[] NOT NULL,
	CONSTRAINT "person_tenant_id_month_person_id_pk" PRIMARY KEY("tenant_id","month","person_id")
);
--> statement-breakpoint
ALTER TABLE "seatledger"."charge" ADD CONSTRAINT "charge_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "seatledger"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."figure_state" ADD CONSTRAINT "figure_state_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "seatledger"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."figure" ADD CONSTRAINT "figure_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "seatledger"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seatledger"."person" ADD CONSTRAINT "person_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "seatledger"."tenant"("id") ON DELETE no action ON UPDATE no action;