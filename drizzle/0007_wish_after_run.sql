ALTER TABLE `wish` ADD `after_run` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `wish` ADD `sweep_after_run` integer DEFAULT 0 NOT NULL;