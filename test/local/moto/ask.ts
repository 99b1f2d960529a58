import path from 'node:path';
import type { Protocol } from '../../../src/local/claim/claim';
import { Moto, type MotoAnswer, type MotoOptions } from '../../../src/local/moto/moto';
import { projectRoot } from '../../../src/target/project';

/** A call as tests write it: service (and its model, where that has another name), operation, input. */
export type Ask = [service: string, operation: string, input?: Record<string, unknown>, region?: string];

const MODELS: Record<string, string> = {
  monitoring: 'cloudwatch',
  states: 'stepfunctions',
  tagging: 'resourcegroupstaggingapi',
};
const SPOKEN: Protocol[] = ['json', 'rest-json', 'rest-xml', 'query', 'ec2'];

/** Opens moto of a folder, with the launcher and the Python of the clone. */
export const openMoto = (folder: string, options: Partial<MotoOptions> = {}): Promise<Moto> =>
  Moto.open({
    python: process.env.LAKEHOUSE_PYTHON || path.join(projectRoot(), '.venv', 'bin', 'python'),
    launcher: path.join(projectRoot(), 'src', 'local', 'moto', 'launcher'),
    folder,
    ...options,
  });

export function ask(
  moto: Moto,
  [service, operation, input = {}, region = 'us-east-1']: Ask,
): Promise<MotoAnswer> {
  const name = MODELS[service] ?? service;
  const { protocols } = moto.models.model(name);
  const protocol = name === 'cloudwatch' ? 'query' : SPOKEN.find((one) => protocols.includes(one));
  if (!protocol) throw new Error(`${service} speaks ${protocols.join()}`);
  return moto.call({ service, model: name, operation, input, region, protocol });
}

/** The answer's text, without what differs from request to request. */
export async function say(moto: Moto, call: Ask): Promise<string> {
  const { status, body } = await ask(moto, call);
  return `${status} ${body.toString('utf8').replace(/<RequestId>.*?<\/RequestId>|<requestId>.*?<\/requestId>/g, '')}`;
}

/** As `say`. @throws Error when it is not a success */
export async function must(moto: Moto, call: Ask): Promise<string> {
  const said = await say(moto, call);
  if (!said.startsWith('2')) throw new Error(`${call[0]} ${call[1]}: ${said}`);
  return said;
}

/** A role that exists by its name only. */
export const role = (name: string): Ask => [
  'iam',
  'CreateRole',
  { RoleName: name, AssumeRolePolicyDocument: '{}' },
];
