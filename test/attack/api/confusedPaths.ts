import type { Attack } from '../suite';
import { createAlarm, createFunction } from './forwarded';
import { FORM, type Lake, query } from './lake';
import { refused } from './verdict';
import { type Asking, ask } from './wire';

/** Services whose operation stands in the path: CBOR and REST. */

const CBOR = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
const cborPath = (operation: string) => `/service/GraniteServiceVersion20100801/operation/${operation}`;
/** `{"AlarmNames": ["own-alarm"]}`. */
const ALARMS = Buffer.from('a16a416c61726d4e616d657381696f776e2d616c61726d', 'hex');
export const cbor: Attack<Lake>[] = (
  [
    ['an Action in the query', { path: `${cborPath('DeleteAlarms')}?Action=ListMetrics`, headers: CBOR }],
    [
      'a target header',
      { path: cborPath('DeleteAlarms'), headers: { ...CBOR, 'x-amz-target': 'x.ListMetrics' } },
    ],
    [
      'two operations in the path',
      { path: `${cborPath('DeleteAlarms')}/operation/ListMetrics`, headers: CBOR },
    ],
    [
      'an operation after the question mark',
      { path: `${cborPath('DeleteAlarms')}?/operation/ListMetrics`, headers: CBOR },
    ],
    [
      'an encoded slash',
      { path: cborPath('DeleteAlarms').replace('/operation/', '%2Foperation%2F'), headers: CBOR },
    ],
    ['the plain operation', { path: cborPath('DeleteAlarms'), headers: CBOR }],
    [
      'a type in capitals',
      { path: cborPath('DeleteAlarms'), headers: { ...CBOR, 'content-type': 'APPLICATION/CBOR' } },
    ],
    [
      'another service in the path',
      { path: cborPath('DeleteAlarms').replace('Granite', 'Other'), headers: CBOR },
    ],
    [
      'a type of a form',
      {
        path: cborPath('ListMetrics'),
        headers: { ...CBOR, ...FORM },
        body: 'Action=DeleteAlarms&AlarmNames.member.1=own-alarm',
      },
    ],
  ] as [string, Omit<Asking, 'service'>][]
).map(([way, asking]) => ({
  name: `CBOR: alarms are deleted with ${way}`,
  run: async (lake) => {
    const answer = await ask(lake.account, lake.as.confused, {
      service: 'monitoring',
      body: ALARMS,
      ...asking,
    });
    const { body } = await query(lake, 'deployer', 'monitoring', 'DescribeAlarms');
    if (body.includes('own-alarm')) return refused(answer);
    await createAlarm(lake, 'own-alarm');
    return `it is gone, answered ${answer.status}`;
  },
}));

export const lambda: Attack<Lake>[] = (
  [
    ['a target header', { headers: { 'x-amz-target': 'AWSLambda.ListFunctions' } }],
    ['an Action in the query', { path: '/2015-03-31/functions/own-function?Action=ListFunctions' }],
    ['an Action in a form', { headers: FORM, body: 'Action=ListFunctions' }],
    ['an operation in the query', { path: '/2015-03-31/functions/own-function?/operation/ListFunctions' }],
    [
      'an Action in capitals',
      { headers: { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED' }, body: 'Action=ListFunctions' },
    ],
  ] as [string, Omit<Asking, 'service'>][]
).map(([way, asking]) => ({
  name: `Lambda: a function is deleted with ${way}`,
  run: async (lake) => {
    const answer = await ask(lake.account, lake.as.confused, {
      service: 'lambda',
      method: 'DELETE',
      path: '/2015-03-31/functions/own-function',
      ...asking,
    });
    const list = { service: 'lambda', method: 'GET', path: '/2015-03-31/functions/' };
    const { body } = await ask(lake.account, lake.as.deployer, list);
    if (body.includes('own-function')) return refused(answer);
    await createFunction(lake, 'own-function');
    return `it is gone, answered ${answer.status}`;
  },
}));
