ALTER TABLE `series` ADD `newest_at` integer;--> statement-breakpoint
UPDATE `series` SET `newest_at` = nullif(max(
	coalesce((SELECT `observed_at` FROM `snapshot` WHERE `series_id` = `series`.`id` AND NOT EXISTS (SELECT 1 FROM `set_aside` WHERE `snapshot_id` = `snapshot`.`id` AND `taken_back_at` IS NULL) ORDER BY `number` DESC LIMIT 1), 0),
	coalesce((SELECT `observed_at` FROM `snapshot` WHERE `series_id` = `series`.`id` AND NOT EXISTS (SELECT 1 FROM `set_aside` WHERE `snapshot_id` = `snapshot`.`id` AND `taken_back_at` IS NULL) ORDER BY `reported_at` DESC LIMIT 1), 0)), 0);--> statement-breakpoint
UPDATE `month_fact` SET `reported` = (SELECT `reported` FROM `snapshot` WHERE `id` = `snapshot_id`);
