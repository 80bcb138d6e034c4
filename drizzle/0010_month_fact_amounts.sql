ALTER TABLE `month_fact` ADD `reported` integer;--> statement-breakpoint
ALTER TABLE `month_fact` ADD `holders` integer;--> statement-breakpoint
ALTER TABLE `month_fact` ADD `charges_used` text;--> statement-breakpoint
ALTER TABLE `month_fact` ADD `overage` text;--> statement-breakpoint
ALTER TABLE `month_fact` ADD `overage_currency` text;--> statement-breakpoint
ALTER TABLE `month_sku_set` ADD `disabled_ids` text;