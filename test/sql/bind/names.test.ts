import { describe, expect, it } from 'vitest';
import { refusal } from './refusal';

// Texts and places of Trino, with Athena's own words where it differs.
describe('names that mean nothing, or two things', () => {
  it.each([
    [
      'SELECT missing FROM people',
      "COLUMN_NOT_FOUND: line 1:8: Column 'missing' cannot be resolved or requester is not authorized to access requested resources",
    ],
    [
      'SELECT "Missing" FROM people',
      "COLUMN_NOT_FOUND: line 1:8: Column 'missing' cannot be resolved or requester is not authorized to access requested resources",
    ],
    [
      'SELECT people.missing FROM people',
      "COLUMN_NOT_FOUND: line 1:8: Column 'people.missing' cannot be resolved or requester is not authorized to access requested resources",
    ],
    [
      'SELECT p.name FROM people',
      "COLUMN_NOT_FOUND: line 1:8: Column 'p.name' cannot be resolved or requester is not authorized to access requested resources",
    ],
    ['SELECT x.* FROM people', 'TABLE_NOT_FOUND: line 1:8: Unable to resolve reference x'],
    [
      'SELECT people.name FROM people p',
      "COLUMN_NOT_FOUND: line 1:8: Column 'people.name' cannot be resolved or requester is not authorized to access requested resources",
    ],
    [
      'SELECT address.street FROM people',
      "COLUMN_NOT_FOUND: line 1:8: Column 'address.street' cannot be resolved or requester is not authorized to access requested resources",
    ],
    ['SELECT name.x FROM people', 'TYPE_MISMATCH: line 1:8: Expression name is not of type ROW'],
    [
      'SELECT address.city.x FROM people',
      'TYPE_MISMATCH: line 1:8: Expression address.city is not of type ROW',
    ],
    [
      'SELECT 1\nFROM people\nWHERE nope = 1',
      "COLUMN_NOT_FOUND: line 3:7: Column 'nope' cannot be resolved or requester is not authorized to access requested resources",
    ],
    [
      'SELECT name FROM nowhere',
      "TABLE_NOT_FOUND: line 1:18: Table 'awsdatacatalog.db.nowhere' does not exist",
    ],
    [
      'SELECT * FROM other.nowhere',
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.other.nowhere' does not exist",
    ],
    ['SELECT *', 'COLUMN_NOT_FOUND: line 1:8: SELECT * not allowed in queries without FROM clause'],
    ['SELECT id FROM people, orders', "AMBIGUOUS_NAME: line 1:8: Column 'id' is ambiguous"],
    [
      'SELECT id FROM people JOIN orders ON people.id = orders.id',
      "AMBIGUOUS_NAME: line 1:8: Column 'id' is ambiguous",
    ],
    [
      'SELECT * FROM people p JOIN orders o ON id = person',
      "AMBIGUOUS_NAME: line 1:41: Column 'id' is ambiguous",
    ],
    [
      'SELECT * FROM people JOIN orders USING (name)',
      "COLUMN_NOT_FOUND: line 1:41: Column 'name' is missing from right side of join",
    ],
    [
      'SELECT * FROM people JOIN orders USING (nope)',
      "COLUMN_NOT_FOUND: line 1:41: Column 'nope' is missing from left side of join",
    ],
    ['SELECT a FROM (SELECT id a, name a FROM people)', "AMBIGUOUS_NAME: line 1:8: Column 'a' is ambiguous"],
  ])('%s', (sql, message) => {
    expect(refusal(sql)).toBe(message);
  });
});
