CREATE TABLE `attention_mute` (
	`id` integer PRIMARY KEY NOT NULL,
	`item` text NOT NULL,
	`tenant_id` integer NOT NULL,
	`reason` text NOT NULL,
	`until` text,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`unmuted_at` integer,
	`unmuted_by` text,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attention_mute_open` ON `attention_mute` (`item`) WHERE unmuted_at is null;--> statement-breakpoint
CREATE TABLE `month_export` (
	`id` integer PRIMARY KEY NOT NULL,
	`month` text NOT NULL,
	`what` text NOT NULL,
	`format` text NOT NULL,
	`tenant_id` integer,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `month_export_month` ON `month_export` (`month`);--> statement-breakpoint
ALTER TABLE `approval` ADD `by` text;--> statement-breakpoint
ALTER TABLE `approval` ADD `note` text;