import type { Writer } from '../harness/writer';
import { bucketWriter } from './buckets';
import { budgetWriter } from './budgets';
import { catalogWriter } from './catalog';
import { grantWriter } from './grants';
import { accessKeyWriter, identityWriter } from './identities';
import { keyWriter } from './keys';
import { messageWriter } from './messages';
import { objectWriter } from './objects';
import { savedQueryWriter } from './savedQueries';
import { secretWriter } from './secrets';
import { tableWriter } from './tables';
import { uploadWriter } from './uploads';

/** Writers of every kind of state that an account keeps. */
export const allWriters = (): Writer[] => [
  objectWriter,
  uploadWriter(),
  tableWriter('a'),
  tableWriter('b'),
  catalogWriter,
  identityWriter,
  accessKeyWriter(),
  keyWriter(),
  messageWriter,
  savedQueryWriter,
  grantWriter,
  budgetWriter,
  secretWriter,
  bucketWriter,
];
