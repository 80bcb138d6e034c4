CREATE TABLE `catalogue` (
	`sku_id` text PRIMARY KEY NOT NULL,
	`part_number` text,
	`name` text NOT NULL
);
