CREATE TABLE `approval` (
	`id` integer PRIMARY KEY NOT NULL,
	`month` text NOT NULL,
	`time_zone` text NOT NULL,
	`rule_revision` integer NOT NULL,
	`at` integer NOT NULL,
	`withdrawn_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `approval_open` ON `approval` (`month`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE TABLE `approved_value` (
	`approval_id` integer NOT NULL,
	`tenant_id` integer NOT NULL,
	`figure` text NOT NULL,
	`currency` text DEFAULT '' NOT NULL,
	`value` text,
	`state` text,
	`snapshot_id` integer,
	PRIMARY KEY(`approval_id`, `tenant_id`, `figure`, `currency`),
	FOREIGN KEY (`approval_id`) REFERENCES `approval`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
