CREATE TABLE `fact_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`time_zone` text NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `month_fact` (
	`id` integer PRIMARY KEY NOT NULL,
	`connection_id` integer NOT NULL,
	`tenant_id` integer,
	`dataset` text NOT NULL,
	`month` text NOT NULL,
	`snapshot_id` integer NOT NULL,
	`settling_id` integer,
	`guests` integer,
	`charges_over` integer,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`settling_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `month_fact_of_tenant` ON `month_fact` (`tenant_id`,`dataset`,`month`) WHERE tenant_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `month_fact_of_connection` ON `month_fact` (`connection_id`,`dataset`,`month`) WHERE tenant_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX `month_fact_snapshot` ON `month_fact` (`snapshot_id`);--> statement-breakpoint
CREATE INDEX `month_fact_settling` ON `month_fact` (`settling_id`) WHERE settling_id is not null;--> statement-breakpoint
CREATE TABLE `month_sku_set` (
	`snapshot_id` integer NOT NULL,
	`sku_set_id` integer NOT NULL,
	`holders` integer NOT NULL,
	`enabled` integer NOT NULL,
	`disabled` integer NOT NULL,
	PRIMARY KEY(`snapshot_id`, `sku_set_id`),
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `month_total` (
	`snapshot_id` integer NOT NULL,
	`vendor_id` integer NOT NULL,
	`licensed` integer,
	`units` integer,
	`prorating` text,
	`billable_status` text,
	`paused` integer,
	`first_billable_day` text,
	PRIMARY KEY(`snapshot_id`, `vendor_id`),
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sku_set` (
	`id` integer PRIMARY KEY NOT NULL,
	`skus` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sku_set_skus_unique` ON `sku_set` (`skus`);