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
CREATE INDEX `rule_of` ON `rule` (`kind`,`subject`,`object`);