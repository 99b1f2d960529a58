import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Shape {
  type: string;
  members?: Record<string, { shape: string }>;
  member?: { shape: string };
}
export interface ServiceModel {
  operations: Record<string, { input?: { shape: string } }>;
  shapes: Record<string, Shape>;
}

const DATA = '.venv/lib/python3.11/site-packages/botocore/data';

/** The newest model of a service, by botocore's name of it. */
export function serviceModel(name: string): ServiceModel {
  const version = fs.readdirSync(path.join(DATA, name)).sort().at(-1) ?? '';
  const packed = fs.readFileSync(path.join(DATA, name, version, 'service-2.json.gz'));
  return JSON.parse(gunzipSync(packed).toString('utf8')) as ServiceModel;
}

/** The members of an operation's input with their types. */
export function membersOf(model: ServiceModel, operation: string): [name: string, type: string][] {
  const input = model.operations[operation]?.input?.shape;
  const members = input === undefined ? {} : (model.shapes[input]?.members ?? {});
  return Object.entries(members).map(([name, { shape }]) => [name, model.shapes[shape]?.type ?? '']);
}

/** Signing names, botocore's names, and the prefixes of IAM actions. */
export const SERVICES = [
  { service: 'iam', model: 'iam', prefix: 'iam' },
  { service: 'kms', model: 'kms', prefix: 'kms' },
  { service: 'lambda', model: 'lambda', prefix: 'lambda' },
  { service: 'logs', model: 'logs', prefix: 'logs' },
  { service: 'monitoring', model: 'cloudwatch', prefix: 'cloudwatch' },
  { service: 'secretsmanager', model: 'secretsmanager', prefix: 'secretsmanager' },
  { service: 'sns', model: 'sns', prefix: 'sns' },
  { service: 'sqs', model: 'sqs', prefix: 'sqs' },
  { service: 'tagging', model: 'resourcegroupstaggingapi', prefix: 'tag' },
];
