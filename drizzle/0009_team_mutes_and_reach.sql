ALTER TABLE `team` ADD `reached_at` integer;--> statement-breakpoint
ALTER TABLE `attention_mute` ADD `about` text;