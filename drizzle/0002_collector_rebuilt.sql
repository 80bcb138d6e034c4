DROP TABLE `pace`;--> statement-breakpoint
DROP TABLE `wish`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_target_state` (
	`connection_id` integer NOT NULL,
	`tenant_id` integer DEFAULT 0 NOT NULL,
	`dataset` text NOT NULL,
	`params` text DEFAULT '' NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`not_before` integer,
	`stop_code` text,
	`last_attempt_at` integer,
	`last_success_at` integer,
	PRIMARY KEY(`connection_id`, `tenant_id`, `dataset`, `params`),
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_target_state`("connection_id", "tenant_id", "dataset", "failures", "not_before", "stop_code", "last_attempt_at", "last_success_at") SELECT "connection_id", "tenant_id", "dataset", "failures", "not_before", "stop_code", "last_attempt_at", "last_success_at" FROM `target_state`;--> statement-breakpoint
DROP TABLE `target_state`;--> statement-breakpoint
ALTER TABLE `__new_target_state` RENAME TO `target_state`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
ALTER TABLE `run` ADD `params` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `run_finished` ON `run` (`finished_at`);