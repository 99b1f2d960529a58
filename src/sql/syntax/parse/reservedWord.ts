/**
 * The words that cannot be a name without quotes: those of Trino's grammar that are not in its rule `nonReserved`.
 * Every other keyword (`date`, `year`, `row`, `limit`, …) is a name wherever the grammar does not want the keyword.
 * Sources: Trino, "Reserved keywords"; Athena, "Reserved keywords" (the list for SELECT, less FIRST, LAST and OF, which the
 * grammar takes as names).
 */
const RESERVED = new Set(
  `ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_CATALOG CURRENT_DATE CURRENT_PATH CURRENT_ROLE
  CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEALLOCATE DELETE DESCRIBE DISTINCT DROP ELSE END ESCAPE EXCEPT
  EXECUTE EXISTS EXTRACT FALSE FOR FROM FULL GROUP GROUPING HAVING IN INNER INSERT INTERSECT INTO IS JOIN JSON_ARRAY JSON_EXISTS
  JSON_OBJECT JSON_QUERY JSON_TABLE JSON_VALUE LEFT LIKE LISTAGG LOCALTIME LOCALTIMESTAMP NATURAL NORMALIZE NOT NULL ON OR ORDER
  OUTER PREPARE RECURSIVE RIGHT ROLLUP SELECT SKIP TABLE THEN TRIM TRUE UESCAPE UNION UNNEST USING VALUES WHEN WHERE WITH`.split(
    /\s+/,
  ),
);

/** Whether an upper-case word is reserved in Trino's grammar. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}
