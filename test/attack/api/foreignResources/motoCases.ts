import { ACCOUNT, type RawAnswer, REGION } from '../../../local/gateway/account';
import type { Attack } from '../../suite';
import { json, type Lake, query } from '../lake';
import { ATTACKERS, ids, mend } from './motoThings';
import { foreign, type Input, isRead, type State } from './things';

/** Attacks on things of the services that moto keeps, made of tables. */

/** Other ways to write a name or an ARN. They may name the foreign thing, or nothing. */
const spellings = (name: string, own: string, full: string): string[] => [
  name,
  full,
  full.replace(REGION, 'eu-west-1'),
  full.replace(ACCOUNT, '999999999999'),
  full.replace('arn:aws:', 'arn:aws-cn:'),
  full.toUpperCase(),
  ` ${name}`,
  `${name} `,
  `${name}\0`,
  name.toUpperCase(),
  name.replace('o', '%6f'),
  `${own}/../${name}`,
  `${full.replace(name, own)}/../${name}`,
  ...[
    '*',
    'foreign-*',
    '*oreign*',
    '?oreign-*',
    'arn:*',
    '**',
    '%2a',
    full.replace(name, '*'),
    full.replace(name, 'foreign-??????'),
  ],
];

interface Case {
  operation: string;
  /** The member that names the thing. */
  member: string;
  more?: Input;
}
/** Attacks of a JSON service by the spellings of one member, and with an own thing beside it. */
export const jsonCases = (
  service: string,
  names: () => [name: string, own: string, full: string],
  count: number,
  cases: Case[],
  state: State,
  decoys: Input,
): Attack<Lake>[] =>
  cases.flatMap(({ operation, member, more }) =>
    ATTACKERS.flatMap((who) => [
      ...Array.from({ length: who !== 'tenant' ? 2 : isRead(operation) ? count : 8 }, (_, i) =>
        foreign(
          `${service} ${operation} by ${member}, spelling ${i + 1}`,
          who,
          (lake) => json(lake, who, service, operation, { ...more, [member]: spellings(...names())[i] }),
          isRead(operation) ? undefined : state,
          // Some of the spellings name nothing.
          { lenient: i > 1, mend: mend(service) },
        ),
      ),
      ...Object.entries(decoys)
        .filter(([name]) => name !== member)
        .map(([name, value]) =>
          foreign(
            `${service} ${operation} by ${member} beside an own ${name}`,
            who,
            (lake) => json(lake, who, service, operation, { [name]: value, ...more, [member]: names()[0] }),
            isRead(operation) ? undefined : state,
            { mend: mend(service) },
          ),
        ),
      foreign(
        `${service} ${operation} by ${member} twice`,
        who,
        (lake) =>
          json(
            lake,
            who,
            service,
            operation,
            `{"${member}":${JSON.stringify(names()[1])},${JSON.stringify({ ...more, [member]: names()[0] }).slice(1)}`,
          ),
        isRead(operation) ? undefined : state,
        { mend: mend(service) },
      ),
    ]),
  );

/** The text of an answer. */
export const body = (answer: Promise<RawAnswer>) => answer.then((told) => told.body);
/** How many spellings a name has. */
export const SPELLINGS = spellings('a', 'b', 'c').length;

/** Of services with forms. */
export const formCases = (
  service: string,
  cases: Record<string, Record<string, string>>,
  state: State,
  attackers = ATTACKERS,
  again = mend(service),
): Attack<Lake>[] =>
  attackers.flatMap((who) =>
    Object.entries(cases).map(([name, parameters]) => {
      const Action = name.split(' ')[0]!;
      return foreign(
        `${service} ${name}`,
        who,
        (lake) => query(lake, who, service, Action, resolved(parameters)),
        isRead(Action) ? undefined : state,
        { mend: again },
      );
    }),
  );
/** What is known only when the things are made. */
const resolved = (parameters: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      value === '<policy>' ? ids.foreign.policy! : value,
    ]),
  );
