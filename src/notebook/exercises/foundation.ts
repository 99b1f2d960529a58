import { bucketName } from '../../../infra/names';
import { managedThings } from '../../layers';
import { type Exercise, numberOf, textOf } from './exercise';

export const foundation: readonly Exercise[] = [
  {
    id: '01.1',
    question: 'How many S3 buckets does the layer foundation own? Count them in the plan or in the state.',
    hints: [
      'A bucket is a thing of type aws_s3_bucket. Its policy, its encryption and its public access block are things of their own.',
      'layers.things("foundation") gives the addresses that the state holds; an address begins with its type.',
    ],
    solution:
      '(await layers.things("foundation")).filter((address) => address.startsWith("aws_s3_bucket.")).length',
    async check(answer, { target }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const things = managedThings('foundation', target);
      const buckets = things.filter((address) => address.startsWith('aws_s3_bucket.')).length;
      if (count === buckets) return true;
      if (count === things.filter((address) => address.startsWith('aws_s3_bucket')).length)
        return 'That counts what belongs to buckets too, such as their policies.';
      if (count === things.length) return 'That is everything that the layer owns.';
      return 'Not that many.';
    },
  },
  {
    id: '01.2',
    question:
      'By which algorithm is a new object in the lake bucket encrypted when nobody says otherwise? Give it as S3 does.',
    hints: [
      'The bucket has a default encryption. S3 tells it by GetBucketEncryption.',
      '(await clients("deployer")).s3() is an SDK client; the answer has ServerSideEncryptionConfiguration.Rules.',
    ],
    solution: `const { GetBucketEncryptionCommand } = await import("@aws-sdk/client-s3");
const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket: await bucketName("lake") }));
ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm`,
    async check(answer, { target, clients }) {
      const algorithm = textOf(answer);
      if (algorithm === undefined) return 'The answer is a text.';
      const { GetBucketEncryptionCommand } = await import('@aws-sdk/client-s3');
      const { ServerSideEncryptionConfiguration } = await (await (await clients('deployer')).s3()).send(
        new GetBucketEncryptionCommand({ Bucket: bucketName('lake', target) }),
      );
      const real =
        ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
      if (algorithm === real?.toLowerCase()) return true;
      if (algorithm === 'aes256')
        return "That is S3's own key, the default of buckets that say nothing. This one says something.";
      return `S3 has no such algorithm here. It begins with the name of a service.`;
    },
  },
];
