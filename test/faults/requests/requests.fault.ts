import { requestSuite } from './suite';

/** The long form of requests.test.ts. */
requestSuite(Number(process.env.FAULT_REQUESTS ?? 20_000));
