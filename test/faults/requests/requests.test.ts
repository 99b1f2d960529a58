import { requestSuite } from './suite';

requestSuite(400);
