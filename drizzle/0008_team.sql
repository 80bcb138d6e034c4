CREATE TABLE `team_conflict` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`mine` text NOT NULL,
	`mine_by` text NOT NULL,
	`mine_at` integer NOT NULL,
	`theirs` text NOT NULL,
	`theirs_by` text NOT NULL,
	`theirs_at` integer NOT NULL,
	`settled_at` integer,
	`kept` text
);
--> statement-breakpoint
CREATE TABLE `team_connection` (
	`connection_id` integer PRIMARY KEY NOT NULL,
	`team_connection_id` integer NOT NULL,
	`held` integer DEFAULT false NOT NULL,
	`erased` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `team_connection_teamConnectionId_unique` ON `team_connection` (`team_connection_id`);--> statement-breakpoint
CREATE TABLE `team_decision` (
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`version` integer NOT NULL,
	`value` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`kind`, `subject`)
);
--> statement-breakpoint
CREATE TABLE `team_outbox` (
	`snapshot_id` integer PRIMARY KEY NOT NULL,
	`params` text NOT NULL,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `team_params` (
	`snapshot_id` integer PRIMARY KEY NOT NULL,
	`params` text NOT NULL,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `team_refused` (
	`seq` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `team` (
	`id` integer PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`ca` text,
	`secret_kind` text NOT NULL,
	`secret_env` text,
	`team_id` text NOT NULL,
	`machine_id` text NOT NULL,
	`connected_at` integer NOT NULL,
	`pulled_seq` integer DEFAULT 0 NOT NULL,
	`pulled_mark` text DEFAULT '' NOT NULL,
	`published_seq` integer DEFAULT 0 NOT NULL,
	`published_mark` text DEFAULT '' NOT NULL,
	`decided_seq` integer DEFAULT 0 NOT NULL,
	`synced_at` integer,
	`problem_code` text,
	`problem_message` text,
	`problem_at` integer
);
--> statement-breakpoint
CREATE TABLE `team_tenant` (
	`tenant_id` integer PRIMARY KEY NOT NULL,
	`team_tenant_id` integer NOT NULL,
	`erased` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `team_tenant_teamTenantId_unique` ON `team_tenant` (`team_tenant_id`);