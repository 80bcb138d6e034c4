/** SQL for rows that hold from one snapshot of a series until another. */

/**
 * True if a row covers a snapshot's number. `row` is the row's alias; `+alias` keeps SQLite from looking rows up by these columns, for queries
 * that find them by another index.
 */
export const validAt = (row: string, number = '@n') =>
  `(${row}.from_number <= ${number} and (${row}.to_number is null or ${row}.to_number > ${number}))`
