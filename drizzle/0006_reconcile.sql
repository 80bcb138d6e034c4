CREATE TABLE `reconcile_decision` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`month` text NOT NULL,
	`tenant_id` integer NOT NULL,
	`item` text NOT NULL,
	`decision` text NOT NULL,
	`reason` text NOT NULL,
	`quantity` text,
	`effective` text,
	`until_month` text,
	`billed` text,
	`actual` text,
	`at` integer NOT NULL,
	`who` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reconcile_decision_kind" CHECK(decision in ('accept', 'adjust', 'dispute', 'dismiss', 'reopen'))
);
--> statement-breakpoint
CREATE INDEX `reconcile_decision_of` ON `reconcile_decision` (`tenant_id`,`item`,`month`);--> statement-breakpoint
CREATE TABLE `import_profile` (
	`name` text PRIMARY KEY NOT NULL,
	`columns` text NOT NULL,
	`headers` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `invoice_line` (
	`invoice_id` integer NOT NULL,
	`row` integer NOT NULL,
	`kind` text NOT NULL,
	`customer_id` text DEFAULT '' NOT NULL,
	`customer_name` text DEFAULT '' NOT NULL,
	`product_id` text DEFAULT '' NOT NULL,
	`product_name` text DEFAULT '' NOT NULL,
	`term` text DEFAULT '' NOT NULL,
	`charge_type` text DEFAULT '' NOT NULL,
	`quantity` text,
	`unit_price` text,
	`amount` text,
	`currency` text,
	`problem` text,
	`cells` text NOT NULL,
	PRIMARY KEY(`invoice_id`, `row`),
	FOREIGN KEY (`invoice_id`) REFERENCES `invoice`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invoice_line_kind" CHECK(kind in ('line', 'total', 'no-seats', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE `invoice` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`month` text NOT NULL,
	`file_name` text NOT NULL,
	`sha256` blob NOT NULL,
	`bytes` integer NOT NULL,
	`sheet` text DEFAULT '' NOT NULL,
	`profile` text,
	`columns` text NOT NULL,
	`headers` text NOT NULL,
	`brought_in_at` integer NOT NULL,
	`brought_in_by` text NOT NULL,
	`wiped_lines` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_file` ON `invoice` (`month`,`sha256`,`sheet`);--> statement-breakpoint
CREATE TABLE `mapping` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`label` text NOT NULL,
	`tenant_id` integer,
	`item` text,
	`reason` text,
	`at` integer NOT NULL,
	`who` text NOT NULL,
	`removed_at` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mapping_kind" CHECK(kind in ('customer', 'product'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mapping_open` ON `mapping` (`kind`,`key`) WHERE removed_at is null;--> statement-breakpoint
CREATE TABLE `service_exclusion` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`service` text NOT NULL,
	`tenant_id` integer NOT NULL,
	`person` text NOT NULL,
	`excluded` integer NOT NULL,
	`reason` text NOT NULL,
	`from_month` text,
	`at` integer NOT NULL,
	`who` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `service_exclusion_of` ON `service_exclusion` (`service`,`tenant_id`,`person`);--> statement-breakpoint
CREATE TABLE `service` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`skus` text,
	`counts` text NOT NULL,
	`tolerance` text NOT NULL,
	`billed` text NOT NULL,
	`from_month` text,
	`at` integer NOT NULL,
	`who` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `service_of` ON `service` (`name`);