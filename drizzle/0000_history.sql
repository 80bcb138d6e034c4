CREATE TABLE `assignment` (
	`series_id` integer NOT NULL,
	`holder_id` integer NOT NULL,
	`sku_id` integer NOT NULL,
	`from_number` integer NOT NULL,
	`to_number` integer,
	PRIMARY KEY(`series_id`, `holder_id`, `sku_id`, `from_number`),
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `vendor_id`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sku_id`) REFERENCES `vendor_id`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `assignment_from` ON `assignment` (`series_id`,`from_number`) WHERE from_number > 1;--> statement-breakpoint
CREATE INDEX `assignment_to` ON `assignment` (`series_id`,`to_number`) WHERE to_number is not null;--> statement-breakpoint
CREATE TABLE `catalogue` (
	`sku_id` text PRIMARY KEY NOT NULL,
	`part_number` text,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `connection_note` (
	`connection_id` integer NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`connection_id`, `key`),
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `connection` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`provider` text NOT NULL,
	`config` text NOT NULL,
	`secret_kind` text NOT NULL,
	`secret_env` text,
	`state` text DEFAULT 'ok' NOT NULL,
	`state_code` text,
	`state_message` text,
	`created_at` integer NOT NULL,
	`tenants_listed_at` integer,
	`removed_at` integer,
	CONSTRAINT "connection_provider" CHECK(provider in ('petra', 'genesys')),
	CONSTRAINT "connection_secret_kind" CHECK(secret_kind in ('keychain', 'env', 'session')),
	CONSTRAINT "connection_state" CHECK(state in ('ok', 'needs-credential', 'stopped'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connection_name` ON `connection` (`name`) WHERE removed_at is null;--> statement-breakpoint
CREATE TABLE `entry_row` (
	`series_id` integer NOT NULL,
	`owner_id` integer DEFAULT 0 NOT NULL,
	`owner_occurrence` integer DEFAULT 0 NOT NULL,
	`vendor_id` integer NOT NULL,
	`occurrence` integer NOT NULL,
	`from_number` integer NOT NULL,
	`to_number` integer,
	`packed` text,
	`wiped_sha256` blob,
	PRIMARY KEY(`series_id`, `owner_id`, `owner_occurrence`, `vendor_id`, `occurrence`, `from_number`),
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vendor_id`) REFERENCES `vendor_id`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `entry_from` ON `entry_row` (`series_id`,`from_number`) WHERE from_number > 1;--> statement-breakpoint
CREATE INDEX `entry_to` ON `entry_row` (`series_id`,`to_number`) WHERE to_number is not null;--> statement-breakpoint
CREATE TABLE `entry_sku_list` (
	`series_id` integer NOT NULL,
	`vendor_id` integer NOT NULL,
	`occurrence` integer NOT NULL,
	`from_number` integer NOT NULL,
	`to_number` integer,
	`sku_list_id` integer NOT NULL,
	PRIMARY KEY(`series_id`, `vendor_id`, `occurrence`, `from_number`),
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vendor_id`) REFERENCES `vendor_id`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sku_list_id`) REFERENCES `sku_list`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `frame` (
	`id` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `pace` (
	`route` text PRIMARY KEY NOT NULL,
	`next_allowed_at` integer NOT NULL,
	`spacing_ms` integer NOT NULL,
	`widened_ms` integer,
	`limited_at` integer
);
--> statement-breakpoint
CREATE TABLE `received` (
	`snapshot_id` integer PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `rule` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`object` text DEFAULT '' NOT NULL,
	`value` text,
	`currency` text,
	`from_month` text,
	`at` integer NOT NULL,
	CONSTRAINT "rule_kind" CHECK(kind in ('excluded', 'free', 'label', 'price', 'overlap'))
);
--> statement-breakpoint
CREATE INDEX `rule_of` ON `rule` (`kind`,`subject`,`object`);--> statement-breakpoint
CREATE TABLE `run_payload` (
	`run_id` integer PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `run` (
	`id` integer PRIMARY KEY NOT NULL,
	`connection_id` integer NOT NULL,
	`tenant_id` integer,
	`dataset` text NOT NULL,
	`params` text DEFAULT '' NOT NULL,
	`trigger` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`outcome` text,
	`snapshot_id` integer,
	`error_code` text,
	`error_message` text,
	`error_data` text,
	`requests` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "run_trigger" CHECK(trigger in ('user', 'schedule', 'backfill')),
	CONSTRAINT "run_outcome" CHECK(outcome in ('recorded', 'unchanged', 'failed', 'skipped'))
);
--> statement-breakpoint
CREATE INDEX `run_target` ON `run` (`connection_id`,`tenant_id`,`dataset`,`started_at`);--> statement-breakpoint
CREATE INDEX `run_finished` ON `run` (`finished_at`);--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY NOT NULL,
	`connection_id` integer NOT NULL,
	`tenant_id` integer,
	`dataset` text NOT NULL,
	`period_key` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `series_of_tenant` ON `series` (`tenant_id`,`dataset`,`period_key`) WHERE tenant_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `series_of_connection` ON `series` (`connection_id`,`dataset`,`period_key`) WHERE tenant_id is null;--> statement-breakpoint
CREATE TABLE `set_aside` (
	`id` integer PRIMARY KEY NOT NULL,
	`snapshot_id` integer NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`taken_back_at` integer,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `set_aside_open` ON `set_aside` (`snapshot_id`) WHERE taken_back_at is null;--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sku_list` (
	`id` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`digest` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sku_list_digest` ON `sku_list` (`digest`);--> statement-breakpoint
CREATE TABLE `sku_rollup` (
	`series_id` integer NOT NULL,
	`sku_id` integer NOT NULL,
	`from_number` integer NOT NULL,
	`holders` integer NOT NULL,
	`enabled` integer NOT NULL,
	`disabled` integer NOT NULL,
	PRIMARY KEY(`series_id`, `sku_id`, `from_number`),
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sku_id`) REFERENCES `vendor_id`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `snapshot` (
	`id` integer PRIMARY KEY NOT NULL,
	`series_id` integer NOT NULL,
	`number` integer NOT NULL,
	`reported_at` integer NOT NULL,
	`volatile` text,
	`observed_at` integer NOT NULL,
	`period_start` text,
	`period_end` text,
	`frame_id` integer NOT NULL,
	`has_list` integer NOT NULL,
	`reported` integer,
	`units` integer,
	`listed` integer,
	`holders` integer,
	`enabled` integer,
	`disabled` integer,
	`without_id` integer,
	`duplicates` integer,
	`unchanged` integer NOT NULL,
	`warnings` text,
	`sha256` blob NOT NULL,
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`frame_id`) REFERENCES `frame`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `snapshot_number` ON `snapshot` (`series_id`,`number`);--> statement-breakpoint
CREATE INDEX `snapshot_reported` ON `snapshot` (`series_id`,`reported_at`,`number`);--> statement-breakpoint
CREATE TABLE `target_state` (
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
CREATE TABLE `tenant` (
	`id` integer PRIMARY KEY NOT NULL,
	`connection_id` integer NOT NULL,
	`external_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`microsoft_tenant_id` text,
	`paused` integer DEFAULT false NOT NULL,
	`vendor_paused` integer,
	`origin` text NOT NULL,
	`created_at` integer NOT NULL,
	`gone_at` integer,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tenant_kind" CHECK(kind in ('petra', 'own', 'customer')),
	CONSTRAINT "tenant_origin" CHECK(origin in ('discovered', 'manual'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenant_external` ON `tenant` (`connection_id`,`external_id`,`kind`);--> statement-breakpoint
CREATE TABLE `vendor_id` (
	`id` integer PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vendor_id_value_unique` ON `vendor_id` (`value`);--> statement-breakpoint
CREATE TABLE `wipe_permit` (
	`id` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `wish` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`sweep_at` integer NOT NULL,
	`after_run` integer DEFAULT 0 NOT NULL,
	`sweep_after_run` integer DEFAULT 0 NOT NULL,
	`request` text NOT NULL,
	`finished_at` integer,
	`cancelled` integer DEFAULT false NOT NULL
);
