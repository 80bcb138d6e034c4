ALTER TABLE `month_fact` ADD `charges_used` text;--> statement-breakpoint
ALTER TABLE `month_sku_set` ADD `disabled_ids` text;