import { expect, test } from 'vitest';
import { partitionFilter } from '../../../src/local/glue/partitionExpression';

const keys = [
  { Name: 'year', Type: 'int' },
  { Name: 'name', Type: 'string' },
  { Name: 'day', Type: 'date' },
  { Name: 'at', Type: 'timestamp' },
  { Name: 'price', Type: 'decimal(10,2)' },
];
const NULL = '__HIVE_DEFAULT_PARTITION__';
const rows = [
  ['9', 'ann', '2023-12-31', '2024-01-01 00:00:00', '9.5'],
  ['10', "o'neil", '2024-01-01', '2024-01-01 00:00:00.5', '10.25'],
  ['2024', 'a_b%', '2024-02-29', '2024-01-02 12:00:00', '100'],
  [NULL, NULL, NULL, NULL, NULL],
];
const all = [0, 1, 2, 3];

test.each<[string, number[]]>([
  ['year = 10', [1]],
  ["year = '10'", [1]],
  ['year > 9', [1, 2]],
  ['year >= 9 and year <= 10', [0, 1]],
  ['year <> 10', [0, 2]],
  ['year != 10', [0, 2]],
  ['not year = 10', [0, 2, 3]],
  ['year in (9, 2024)', [0, 2]],
  ['year not in (9, 2024)', [1]],
  ['year between 9 and 10', [0, 1]],
  ['year not between 9 and 10', [2]],
  ['year is null', [3]],
  ['year is not null', [0, 1, 2]],
  ["name = 'o''neil'", [1]],
  ["name like 'a%'", [0, 2]],
  ["name like 'a_n'", [0]],
  ["name like '%_%'", [0, 1, 2]],
  ["name not like 'a%'", [1]],
  ["name like '%e%l'", [1]],
  ["name like ''", []],
  ["day >= '2024-01-01'", [1, 2]],
  ["day = DATE '2024-02-29'", [2]],
  ["at > '2024-01-01 00:00:00'", [1, 2]],
  ["at = '2024-01-01 00:00:00.500'", [1]],
  ['price > 10', [1, 2]],
  ['price = 10.250', [1]],
  ["year = 9 or year = 10 and name = 'ann'", [0]],
  ["(year = 9 or year = 10) and name = 'ann'", [0]],
  ["(year = 9 or (year = 10)) and not (name = 'ann')", [1]],
  ['YEAR = 9 AND Name IS NOT NULL', [0]],
  ['`year` = 9', [0]],
  ['year = -1', []],
])('%s', (expression, found) => {
  const meets = partitionFilter(expression, keys);
  expect(all.filter((i) => meets(rows[i]!))).toEqual(found);
});

test.each([
  ['', "Unsupported expression ''"],
  ['year', "Unsupported expression 'year'"],
  ['year = ', "Unsupported expression 'year = '"],
  ['year = 1 2', "Unsupported expression 'year = 1 2'"],
  ['(year = 1', "Unsupported expression '(year = 1'"],
  ['year = 1 or', "Unsupported expression 'year = 1 or'"],
  ['year not = 1', "Unsupported expression 'year not = 1'"],
  ['year = name', "Unsupported expression 'year = name'"],
  ['1 = 1', "Unsupported expression '1 = 1'"],
  ['year = 1; drop', "Unsupported expression 'year = 1; drop'"],
  ['other = 1', 'Invalid partition expression!'],
  ["year = 'x'", '"x" is not an integer.'],
  ["price = 'x'", 'x is not a decimal.'],
  ["day = '01.02.2024'", '01.02.2024 is not a date.'],
  ["at = '2024'", 'Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] 2024 is not a timestamp.'],
  ["year like '1%'", "Integral data type doesn't support operation 'LIKE'"],
  ["day like '2%'", "Date data type doesn't support operation 'LIKE'"],
])('%j is refused', (expression, text) => {
  expect(() => partitionFilter(expression, keys)).toThrow(
    expect.objectContaining({ code: 'InvalidInputException', message: text }),
  );
});

test('a stored value that is not of its type is the fault of the table', () => {
  expect(() => partitionFilter('year = 1', keys)(['x', '', '', '', ''])).toThrow(
    expect.objectContaining({ code: 'InvalidStateException', message: '"x" is not an integer.' }),
  );
});

test('a pattern of LIKE does not backtrack without end', () => {
  const meets = partitionFilter(`name like '${'%a'.repeat(40)}%b'`, keys);
  expect(meets(['1', 'a'.repeat(1000), '2024-01-01', '2024-01-01 00:00:00', '1'])).toBe(false);
});
