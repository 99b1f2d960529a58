/** The demo's tables: what the catalog layer makes, the data generator fills and the loader inserts. */

export interface DemoColumn {
  name: string;
  /** In Hive's spelling, as Glue keeps it. */
  type: 'bigint' | 'int' | 'string' | 'date' | 'decimal(12,2)';
  comment: string;
}

export interface DemoTable {
  /** The Iceberg table. */
  name: string;
  /** The external table over the CSV files of the raw zone, in the same database. All its columns are text. */
  raw: string;
  comment: string;
  columns: readonly DemoColumn[];
}

/** Nobody but the engineer sees this column of `customers`. */
export const MASKED_COLUMN = 'ssn';

export const CUSTOMERS: DemoTable = {
  name: 'customers',
  raw: 'raw_customers',
  comment: 'Who buys: one row a customer',
  columns: [
    { name: 'customer_id', type: 'bigint', comment: 'Key' },
    { name: 'first_name', type: 'string', comment: 'Given name' },
    { name: 'last_name', type: 'string', comment: 'Family name' },
    { name: 'email', type: 'string', comment: 'Address for mail; domains are reserved for examples' },
    {
      name: MASKED_COLUMN,
      type: 'string',
      comment: 'Social security number, from ranges that are never issued',
    },
    { name: 'city', type: 'string', comment: 'Where the customer lives' },
    { name: 'state', type: 'string', comment: 'Two letters' },
    { name: 'zip', type: 'string', comment: 'Five digits; text, because it may start with 0' },
    { name: 'signup_date', type: 'date', comment: 'First day as a customer' },
  ],
};

export const ORDERS: DemoTable = {
  name: 'orders',
  raw: 'raw_orders',
  comment: 'What was bought: one row an order',
  columns: [
    { name: 'order_id', type: 'bigint', comment: 'Key' },
    { name: 'customer_id', type: 'bigint', comment: 'Who ordered: customers.customer_id' },
    { name: 'order_date', type: 'date', comment: 'Day of the order' },
    { name: 'status', type: 'string', comment: 'placed, shipped, delivered, returned or cancelled' },
    { name: 'category', type: 'string', comment: 'Kind of the item' },
    { name: 'item', type: 'string', comment: 'What was ordered' },
    { name: 'quantity', type: 'int', comment: 'How many' },
    { name: 'amount', type: 'decimal(12,2)', comment: 'Price of the whole order in USD' },
  ],
};

export const DEMO_TABLES: readonly DemoTable[] = [CUSTOMERS, ORDERS];
