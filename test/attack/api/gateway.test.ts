import { afterAll, beforeAll } from 'vitest';
import { attackSuite } from '../suite';
import { chunks } from './chunkedAttacks';
import { type Confused, confusedOperations } from './confusedOperations';
import { createAlarm, createFunction } from './forwarded';
import { hostsAndOrigins } from './hosts';
import { json, must, openLake } from './lake';
import { links } from './presignedAttacks';
import { seen } from './seen';
import { signatures } from './signatures';
import { smuggling } from './smuggling';

let lake: Confused;

beforeAll(async () => {
  const opened = await openLake();
  const { body } = await must(json(opened, 'deployer', 'kms', 'CreateKey', { Description: 'plain' }));
  lake = {
    ...opened,
    keyId: (JSON.parse(body) as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId,
  };
  await createAlarm(lake, 'own-alarm');
  await createFunction(lake, 'own-function');
});
afterAll(() => lake?.account.close());

attackSuite('Confused operations', seen(confusedOperations), () => lake, 40);
attackSuite('Signatures', seen({ ...signatures, ...links, ...chunks }), () => lake, 15);
attackSuite('Hosts, origins and bytes', seen({ ...hostsAndOrigins, ...smuggling }), () => lake, 12);
