-- Texts to search people by, as trigrams; what they were is read back from the entries, so that no name is kept twice.
-- rowid = series id * 4294967296 + id of the holder in vendor_id.
CREATE VIRTUAL TABLE `people_fts` USING fts5(`text`, content='', contentless_delete=1, detail=none, tokenize='trigram');
--> statement-breakpoint
INSERT INTO `people_fts`(`people_fts`, `rank`) VALUES('secure-delete', 1);
