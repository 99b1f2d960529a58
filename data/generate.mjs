/**
 * Makes customers.csv (1,000 rows) and orders.csv (10,000 rows). The seed is fixed: every run writes the same bytes.
 *
 *   node data/generate.mjs
 */
import fs from 'node:fs';
import path from 'node:path';

const CUSTOMERS = 1_000;
const ORDERS = 10_000;
const DAY_MS = 86_400_000;

/** Mulberry32, a small generator of uniform numbers in [0, 1). @param {number} seed */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = uniform(20_240_229);
/** @param {number} low @param {number} high inclusive */
const integer = (low, high) => low + Math.floor(random() * (high - low + 1));
/** @template T @param {readonly T[]} items @returns {T} */
const pick = (items) => /** @type {T} */ (items[integer(0, items.length - 1)]);
/** @param {string} from @param {string} to */
const day = (from, to) =>
  new Date(Date.parse(from) + integer(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)) * DAY_MS)
    .toISOString()
    .slice(0, 10);
/** @param {number} n @param {number} width */
const digits = (n, width) => String(n).padStart(width, '0');

const FIRST =
  'Ada,Alan,Amal,Ana,Bo,Carlos,Chen,Dina,Edsger,Emeka,Fatima,Grace,Hana,Ivan,Jin,Kofi,Leila,Linus,Maria,Mei,Niels,Olga,Omar,Priya,Rosa,Samir,Tove,Uma,Viktor,Yuki,Zoë,José'.split(
    ',',
  );
const LAST =
  "Abbott,Baker,Castro,Diaz,Evans,Fischer,García,Haddad,Ito,Jansen,Kim,Larsen,Müller,Nguyen,O'Brien,Okafor,Patel,Quinn,Rossi,Sato,Silva,Tanaka,Ueda,Varga,Wong,Yilmaz,Zhou,Smith-Jones".split(
    ',',
  );
/** City, state and the first three digits of its zip codes. @type {[string, string, string][]} */
const CITIES = [
  ['Boston', 'MA', '021'],
  ['Newark', 'NJ', '071'],
  ['Hartford', 'CT', '061'],
  ['Burlington', 'VT', '054'],
  ['New York', 'NY', '100'],
  ['Philadelphia', 'PA', '191'],
  ['Atlanta', 'GA', '303'],
  ['Chicago', 'IL', '606'],
  ['Austin', 'TX', '787'],
  ['Denver', 'CO', '802'],
  ['Seattle', 'WA', '981'],
  ['San Francisco', 'CA', '941'],
  ['Portland, Old Port', 'ME', '041'],
];
const CATEGORIES = ['books', 'garden', 'games', 'kitchen', 'music', 'sports', 'tools', 'toys'];
const STATUSES = ['delivered', 'delivered', 'delivered', 'shipped', 'placed', 'returned'];

/** A number that the Social Security Administration never issues: area 900 to 999; and no ITIN: group below 50. */
const ssn = () => `${integer(900, 999)}-${digits(integer(1, 49), 2)}-${digits(integer(1, 9999), 4)}`;

/** RFC 4180. @param {(string | number)[]} fields */
const line = (fields) =>
  fields.map((f) => (/[",\n]/.test(String(f)) ? `"${String(f).replaceAll('"', '""')}"` : f)).join(',');

const customers = Array.from({ length: CUSTOMERS }, (_, i) => {
  const [first, last, [city, state, zip]] = [pick(FIRST), pick(LAST), pick(CITIES)];
  const address = `${first}.${last}.${i + 1}`
    .normalize('NFKD')
    .replace(/[^\w.-]/g, '')
    .toLowerCase();
  return [
    i + 1,
    first,
    last,
    `${address}@example.com`,
    ssn(),
    city,
    state,
    `${zip}${digits(integer(1, 99), 2)}`,
    day('2021-01-01', '2023-12-31'),
  ];
});

const orders = Array.from({ length: ORDERS }, (_, i) => {
  const quantity = integer(1, 9);
  const cents = quantity * integer(199, 14_999);
  return [
    i + 1,
    integer(1, CUSTOMERS),
    day('2024-01-01', '2025-12-31'),
    pick(STATUSES),
    pick(CATEGORIES),
    quantity,
    (cents / 100).toFixed(2),
  ];
});

/** @param {string} name @param {string[]} header @param {(string | number)[][]} rows */
function write(name, header, rows) {
  fs.writeFileSync(path.join(import.meta.dirname, name), `${[header, ...rows].map(line).join('\n')}\n`);
}

write(
  'customers.csv',
  ['customer_id', 'first_name', 'last_name', 'email', 'ssn', 'city', 'state', 'zip', 'signup_date'],
  customers,
);
write(
  'orders.csv',
  ['order_id', 'customer_id', 'order_date', 'status', 'category', 'quantity', 'amount'],
  orders,
);
