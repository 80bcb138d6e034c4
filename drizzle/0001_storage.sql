-- What Drizzle cannot say. Later generated migrations that rebuild one of these tables must say it again.
-- Interval tables without a rowid: their primary key is the table, instead of a second copy of it.
DROP TABLE `entry_row`;
--> statement-breakpoint
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
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `entry_from` ON `entry_row` (`series_id`,`from_number`) WHERE from_number > 1;
--> statement-breakpoint
CREATE INDEX `entry_to` ON `entry_row` (`series_id`,`to_number`) WHERE to_number is not null;
--> statement-breakpoint
DROP TABLE `entry_sku_list`;
--> statement-breakpoint
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
) WITHOUT ROWID;
--> statement-breakpoint
DROP TABLE `assignment`;
--> statement-breakpoint
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
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `assignment_from` ON `assignment` (`series_id`,`from_number`) WHERE from_number > 1;
--> statement-breakpoint
CREATE INDEX `assignment_to` ON `assignment` (`series_id`,`to_number`) WHERE to_number is not null;
--> statement-breakpoint
DROP TABLE `sku_rollup`;
--> statement-breakpoint
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
) WITHOUT ROWID;
--> statement-breakpoint
-- Entries with their canonical JSON. What the characters stand for is explained in src/main/core/history/pack.ts.
CREATE VIEW `entry` AS SELECT series_id, owner_id, owner_occurrence, vendor_id, occurrence, from_number, to_number, wiped_sha256,
  replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(CASE WHEN instr(packed, char(15)) THEN replace(packed, char(15), char(5) || substr(packed, instr(packed, char(4)) + 1, instr(packed, char(15)) - instr(packed, char(4)) - 1)) ELSE packed END, char(1), '{"accountEnabled":true,"displayName":"'), char(2), '{"accountEnabled":false,"displayName":"'), char(3), '","id":"'), char(4), '","mail":"'), char(7), '","mail":null,"userPrincipalName":"'), char(5), '","userPrincipalName":"'), char(11), '{"date":"'), char(12), '.000Z","name":"'), char(6), '"}'), char(14), (SELECT value FROM vendor_id WHERE id = entry_row.vendor_id)) AS body
FROM entry_row;
--> statement-breakpoint
-- Snapshots, and what they are rebuilt from, are append-only evidence.
CREATE TRIGGER `snapshot_no_update` BEFORE UPDATE ON `snapshot`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'snapshot is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `snapshot_no_delete` BEFORE DELETE ON `snapshot`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'snapshot is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `frame_no_update` BEFORE UPDATE ON `frame`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'frame is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `frame_no_delete` BEFORE DELETE ON `frame`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'frame is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `received_no_update` BEFORE UPDATE ON `received`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'received is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `received_no_delete` BEFORE DELETE ON `received`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'received is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `sku_list_no_update` BEFORE UPDATE ON `sku_list`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'sku_list is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `sku_list_no_delete` BEFORE DELETE ON `sku_list`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'sku_list is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `vendor_id_no_update` BEFORE UPDATE ON `vendor_id`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'vendor_id is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `vendor_id_no_delete` BEFORE DELETE ON `vendor_id`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'vendor_id is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `sku_rollup_no_update` BEFORE UPDATE ON `sku_rollup`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'sku_rollup is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `sku_rollup_no_delete` BEFORE DELETE ON `sku_rollup`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'sku_rollup is append-only'); END;
--> statement-breakpoint
-- An interval may be closed, once; nothing else about it may change.
CREATE TRIGGER `entry_row_only_close` BEFORE UPDATE ON `entry_row`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit) AND NOT (OLD.to_number IS NULL AND NEW.to_number IS NOT NULL
  AND NEW.series_id IS OLD.series_id AND NEW.owner_id IS OLD.owner_id AND NEW.owner_occurrence IS OLD.owner_occurrence AND NEW.vendor_id IS OLD.vendor_id AND NEW.occurrence IS OLD.occurrence AND NEW.from_number IS OLD.from_number AND NEW.packed IS OLD.packed AND NEW.wiped_sha256 IS OLD.wiped_sha256)
BEGIN SELECT RAISE(ABORT, 'entry_row is append-only: an open interval may be closed once'); END;
--> statement-breakpoint
CREATE TRIGGER `entry_row_no_delete` BEFORE DELETE ON `entry_row`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'entry_row is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `entry_sku_list_only_close` BEFORE UPDATE ON `entry_sku_list`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit) AND NOT (OLD.to_number IS NULL AND NEW.to_number IS NOT NULL
  AND NEW.series_id IS OLD.series_id AND NEW.vendor_id IS OLD.vendor_id AND NEW.occurrence IS OLD.occurrence AND NEW.from_number IS OLD.from_number AND NEW.sku_list_id IS OLD.sku_list_id)
BEGIN SELECT RAISE(ABORT, 'entry_sku_list is append-only: an open interval may be closed once'); END;
--> statement-breakpoint
CREATE TRIGGER `entry_sku_list_no_delete` BEFORE DELETE ON `entry_sku_list`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'entry_sku_list is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `assignment_only_close` BEFORE UPDATE ON `assignment`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit) AND NOT (OLD.to_number IS NULL AND NEW.to_number IS NOT NULL
  AND NEW.series_id IS OLD.series_id AND NEW.holder_id IS OLD.holder_id AND NEW.sku_id IS OLD.sku_id AND NEW.from_number IS OLD.from_number)
BEGIN SELECT RAISE(ABORT, 'assignment is append-only: an open interval may be closed once'); END;
--> statement-breakpoint
CREATE TRIGGER `assignment_no_delete` BEFORE DELETE ON `assignment`
WHEN NOT EXISTS (SELECT 1 FROM wipe_permit)
BEGIN SELECT RAISE(ABORT, 'assignment is append-only'); END;
--> statement-breakpoint
-- Texts to search people by, as trigrams; what they were is read back from the entries, so that no name is kept twice.
-- rowid = series id * 4294967296 + id of the holder in vendor_id.
CREATE VIRTUAL TABLE `people_fts` USING fts5(`text`, content='', contentless_delete=1, detail=none, tokenize='trigram');
--> statement-breakpoint
INSERT INTO `people_fts`(`people_fts`, `rank`) VALUES('secure-delete', 1);
