import { sqlSuite } from './suite';

sqlSuite(150);
