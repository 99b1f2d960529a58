const ordersBy = (count: string, days: string): string =>
  `(await sql("SELECT ${count} FROM orders o JOIN customers c ON c.customer_id = o.customer_id WHERE date_diff('day', c.signup_date, o.order_date) ${days}", { show: false })).value`;

/** Answers that look right and are not, by exercise: code for a cell, whose last value is the answer. */
export const WRONG_ANSWERS: Record<string, readonly string[]> = {
  // Most revenue; most orders; no category.
  '00.1': ['"music"', '"garden"', '"laptops"'],
  '00.2': [
    `(await sql("SELECT count(customer_id) FROM orders WHERE status = 'returned'", { show: false })).value`,
    '(await sql("SELECT count(DISTINCT customer_id) FROM orders", { show: false })).value',
  ],
  '01.1': [
    '(await layers.things("foundation")).filter((address) => address.includes("bucket")).length',
    '(await layers.things("foundation")).length',
  ],
  '01.2': ['"AES256"', '"kms"'],
  '02.1': ['"previous_metadata_location"', '"table_type"', '"location"'],
  '02.2': ['(await sql("SELECT * FROM customers LIMIT 1", { show: false })).columns.length', '1'],
  '03.1': ['"lesson_03_people"', '"orders"', '"customers; DROP TABLE customers"'],
  '03.2': ['"int"', '"char(5)"'],
  '04.1': [
    '(await sql("SELECT count(*) FROM lesson_04_rides", quiet)).value',
    `(await sql('SELECT count(*) FROM "lesson_04_rides$snapshots"', quiet)).value`,
  ],
  '04.2': [`(await sql('SELECT count(*) FROM "lesson_04_rides$snapshots"', quiet)).value`, '9'],
  '05.1': ['["ssn", "email"]', '[]', '["social_security_number"]', '"ssn"'],
  '05.2': [
    // Nothing done.
    '"done"',
    // Hidden today, by a longer exclude list.
    `await revoke("analyst", "lesson_05_staff", { except: ["ssn"] });
await grant("analyst", "lesson_05_staff", { except: ["ssn", "salary"] });
"done"`,
    // Hidden altogether.
    `await revoke("analyst", "lesson_05_staff", { except: ["ssn", "salary"] });
"done"`,
    // One column too many; and back to where the lesson stood.
    `await grant("analyst", "lesson_05_staff", { columns: ["id", "name", "ssn"] });
"done"`,
  ],
  // Customers who did it; day 90 too; the orders that keep the rule.
  '06.1': [
    ordersBy('count(DISTINCT c.customer_id)', '< 90'),
    ordersBy('count(*)', '<= 90'),
    ordersBy('count(*)', '>= 90'),
  ],
  '06.2': ['"customers"', '"orders"', '"raw"'],
  '07.1': ['1.25', '250 * 5'],
  '07.2': ['16', '100'],
  '08.1': ['layers.names.length', '25'],
  '08.2': ['"make nuke"', '"terraform apply"'],
};

/** What puts the lakehouse back after the wrong answers to an exercise, so that the solution starts where the lesson stood. */
export const AFTERWARDS: Record<string, string> = {
  '05.2': `await revoke("analyst", "lesson_05_staff", { columns: ["id", "name", "ssn"] });
await grant("analyst", "lesson_05_staff", { except: ["ssn"] });`,
};
