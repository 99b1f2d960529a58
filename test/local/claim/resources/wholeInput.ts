import type { Input } from '../../../../src/local/claim/resources/serviceResources';
import { KEY } from './lookups';
import { membersOf, type ServiceModel } from './serviceModels';

/** As moto makes it: the key's id, and the rest. */
const ciphertext = new TextEncoder().encode(`${KEY}and more`);

/** A value of a member's type that names what it should. */
function sample(name: string, type: string): unknown {
  switch (type) {
    case 'list':
      return name.endsWith('Tags') || name === 'Tags' ? [{ Key: 'team', Value: 'sales' }] : ['one'];
    case 'map':
      return name === 'Attributes' ? { Policy: '{}' } : { team: 'sales' };
    case 'structure':
      return {};
    case 'boolean':
      return true;
    case 'integer':
    case 'long':
      return 7;
    case 'blob':
      return ciphertext;
    default:
      return SAMPLES[name] ?? 'one';
  }
}

const SAMPLES: Record<string, string> = {
  Path: '/deep/',
  NewPath: '/deep/',
  Url: 'https://login.example.com/tenant',
  AttributeName: 'Policy',
  Resource: 'arn:aws:lambda:us-east-1:123456789012:function:one',
  RotationLambdaARN: 'arn:aws:lambda:us-east-1:123456789012:function:one',
  AWSServiceName: 'es.amazonaws.com',
  KeyId: KEY,
  SourceKeyId: KEY,
};

/** The whole input that a model has, without members that exclude each other or are given in special forms. */
export function whole(model: ServiceModel, operation: string): Input {
  const members = membersOf(model, operation).filter(
    ([name]) =>
      !['Layers', 'GrantToken', ...(operation === 'BatchGetSecretValue' ? ['Filters'] : [])].includes(name),
  );
  return Object.fromEntries(members.map(([name, type]) => [name, sample(name, type)]));
}
