CREATE TABLE `month_move` (
	`snapshot_id` integer NOT NULL,
	`holder_id` integer NOT NULL,
	`before_set_id` integer,
	`after_set_id` integer,
	PRIMARY KEY(`snapshot_id`, `holder_id`),
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `month_fact` ADD `previous_id` integer REFERENCES snapshot(id);--> statement-breakpoint
ALTER TABLE `month_fact` ADD `sku_holders` text;--> statement-breakpoint
CREATE INDEX `month_fact_previous` ON `month_fact` (`previous_id`) WHERE previous_id is not null;
