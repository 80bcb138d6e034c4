CREATE TABLE `pace` (
	`route` text PRIMARY KEY NOT NULL,
	`next_allowed_at` integer NOT NULL,
	`spacing_ms` integer NOT NULL,
	`widened_ms` integer,
	`limited_at` integer
);
--> statement-breakpoint
CREATE TABLE `wish` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`sweep_at` integer NOT NULL,
	`request` text NOT NULL,
	`taken_at` integer,
	`finished_at` integer,
	`cancelled` integer DEFAULT false NOT NULL
);
