import { sqlSuite } from './suite';

/** The long form of sql.test.ts. */
sqlSuite(Number(process.env.FAULT_TEXTS ?? 5000));
