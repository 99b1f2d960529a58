/** The demo's tables: one source for the templates, the data's generator and the load. */

export interface DemoColumn {
  name: string;
  /** Hive's spelling, as in the Glue catalog. */
  type: string;
  comment: string;
}

export interface DemoTable {
  /** The Iceberg table in database `lakehouse`; also the CSV file's name and the folder in the raw bucket. */
  name: string;
  /** The external table over the CSV file; all of its columns are text. */
  raw: string;
  comment: string;
  columns: DemoColumn[];
}

export const DEMO_TABLES: readonly DemoTable[] = [
  {
    name: 'customers',
    raw: 'raw_customers',
    comment: 'Customers of the demo shop',
    columns: [
      { name: 'customer_id', type: 'bigint', comment: 'Number of the customer' },
      { name: 'first_name', type: 'string', comment: 'Given name' },
      { name: 'last_name', type: 'string', comment: 'Family name' },
      { name: 'email', type: 'string', comment: 'Address for letters' },
      {
        name: 'ssn',
        type: 'string',
        comment: 'Social security number (sensitive; from ranges that are never issued)',
      },
      { name: 'city', type: 'string', comment: 'City' },
      { name: 'state', type: 'string', comment: 'State, two letters' },
      { name: 'zip', type: 'string', comment: 'Zip code; text, for it may begin with zeros' },
      { name: 'signup_date', type: 'date', comment: 'First day as a customer' },
    ],
  },
  {
    name: 'orders',
    raw: 'raw_orders',
    comment: 'Orders of the demo shop',
    columns: [
      { name: 'order_id', type: 'bigint', comment: 'Number of the order' },
      { name: 'customer_id', type: 'bigint', comment: 'Who ordered' },
      { name: 'order_date', type: 'date', comment: 'Day of the order' },
      { name: 'status', type: 'string', comment: 'placed, shipped, delivered or returned' },
      { name: 'category', type: 'string', comment: 'What kind of thing was ordered' },
      { name: 'quantity', type: 'int', comment: 'How many' },
      { name: 'amount', type: 'decimal(12,2)', comment: 'Price of all, in USD' },
    ],
  },
];
